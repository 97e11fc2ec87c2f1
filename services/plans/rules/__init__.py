"""Pure decisions of the plans service: no I/O, no clock."""
