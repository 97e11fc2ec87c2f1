"""Machinery without domain nouns: what every service stands on."""
