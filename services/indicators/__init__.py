"""Indicators: what is measured, what shall be reached, what the official values are, and whether the line holds."""
