"""Tests of the pure rules: tables of cases, properties, and a second calculator."""
