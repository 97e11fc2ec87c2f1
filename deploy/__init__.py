"""Putting the four services together: embedded platform, gateway, command line."""
