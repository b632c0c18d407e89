"""The tensors of checkpoints, read without a framework."""

FACE = {
    "ckpt": ("Tensor", "WeightsError", "read_tensors"),
}
