"""Reading a published document into facts that cite their clauses: pure, deterministic, without network or language model.

bytes → ``sources`` → text with origin → ``paragraphs`` (repaired) → ``clauses`` (tree) → facts → ``draft``.
"""
