"""Tests of the notifications service through its HTTP side."""
