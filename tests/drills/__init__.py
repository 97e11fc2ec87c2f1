"""Drills: the notifications service under fire, with real worker processes, real servers to tell, and faults that really happen."""
