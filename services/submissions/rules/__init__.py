"""Pure decisions of the submissions service."""
