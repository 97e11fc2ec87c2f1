"""Values that come in bulk: read from CSV or JSON lines, and checked row by row, every fault at once. Pure."""
