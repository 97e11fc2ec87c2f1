"""Typed HTTP clients, one class per service that is read by another."""
