"""Bytes of strangers: what they are, unpacked and decoded within limits, or the reason why not."""
