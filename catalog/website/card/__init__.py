"""What the page of a card shows: facts, evidence, the author's words, how to use and to cite it."""
