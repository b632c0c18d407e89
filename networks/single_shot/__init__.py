"""Parts that the single-shot detectors of the neighbouring folders share."""
