"""The API as a whole, through the gateway."""
