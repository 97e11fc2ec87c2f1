"""Official values for others: codes, tables, SDMX messages and the data catalogue."""
