"""Use cases on ledgers."""
