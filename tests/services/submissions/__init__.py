"""Tests of the submissions service."""
