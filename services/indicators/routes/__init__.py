"""Parse in, call the use case, return."""
