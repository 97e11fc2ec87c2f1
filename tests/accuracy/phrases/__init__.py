"""Tables of printed phrases and what a person reads in them."""
