"""Evidence: taken in, looked at, attached, shown, scanned, swept."""
