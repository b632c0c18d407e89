"""What the text of a network's code tells, read with ``ast``: nothing is imported or run."""
