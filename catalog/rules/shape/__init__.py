"""SHP: the tensors that a model takes."""
