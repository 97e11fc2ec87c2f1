"""The pure rules that several services share."""
