"""Pure decisions of the notifications service."""
