"""Use cases on the directory as tables: what is known is read set by set, the rules plan, what they planned is stored."""
