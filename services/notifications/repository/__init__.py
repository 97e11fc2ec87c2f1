"""The only rooms of this service that say select()."""
