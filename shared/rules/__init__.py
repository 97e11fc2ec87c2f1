"""Pure rules that two or more services need: no I/O, no clock."""
