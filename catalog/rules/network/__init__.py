"""NET: the code of the network that a card names, read as text, never run."""
