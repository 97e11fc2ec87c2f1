"""Submissions: rounds, assignments, answers, review - from an empty form to an approved value."""
