"""Answers of many forms as one table: what is asked, last year's values, and what people write beside them. Pure."""
