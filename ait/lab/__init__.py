"""Experiments: one file, one question, answered by numbers that anyone can make again."""
