"""The steps of a measurement, from the forward pass to a training step."""
