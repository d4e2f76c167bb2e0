"""The offline calculator: a page on this machine alone, where one pastes an input and sees the figures side by side."""
