"""Use cases, by family."""
