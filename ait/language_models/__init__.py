"""Language models as codes: weights from a file, tokens, probabilities of the next token, and what a text costs."""
