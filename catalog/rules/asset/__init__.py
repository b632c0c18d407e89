"""AST: the files that a card offers; AST1 their entries, AST2 their hashes, links and names."""
