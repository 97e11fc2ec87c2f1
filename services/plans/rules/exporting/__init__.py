"""A plan written out for people: the same tables as a workbook and as a document."""
