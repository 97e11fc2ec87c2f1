"""Indicators: the catalogue, targets in force, observations and verdicts."""
