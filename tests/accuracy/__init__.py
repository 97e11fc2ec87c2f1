"""How well documents are read: the facts read by the machine held against the facts read by hand (``make accuracy``)."""
