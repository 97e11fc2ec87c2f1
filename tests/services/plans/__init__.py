"""Tests of the plans service through its HTTP side."""
