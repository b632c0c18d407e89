"""LNK: links; LNK1 those of the header, LNK2 those of the body."""
