"""Checks of the example documents against their sources."""
