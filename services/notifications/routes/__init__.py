"""The HTTP side, by noun."""
