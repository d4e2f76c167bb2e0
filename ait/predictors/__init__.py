"""Next-symbol probabilities: sequential codes whose lengths are real."""
