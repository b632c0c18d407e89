"""CAT: all cards of a run held against each other; CAT1 duplicates, CAT2 files, twins and versions."""
