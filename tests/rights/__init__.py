"""The rights matrix: every operation × every role × own, sibling, parent, child region."""
