"""Trains the built-in table of text vectors. See MODEL.md."""
