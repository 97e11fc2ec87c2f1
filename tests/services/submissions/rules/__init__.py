"""Tests of its pure decisions."""
