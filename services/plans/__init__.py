"""Plans: who owes what to whom by when, and the text that all of it comes from."""
