"""The machinery of shared/kit on real databases and real servers."""
