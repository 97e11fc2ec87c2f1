"""Notifications: what follows from a deadline - reminders, escalation, and the inbox."""
