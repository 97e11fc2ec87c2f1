"""The directory as tables: what a spreadsheet says, held against what is there, row by row. Pure; the same rules plan every import."""
