"""Ledgers: kinds, what an entry must hold, when it counts, and what a table of entries would do."""
