"""Parts that the single-shot detectors of the neighbouring folders share. A folder alone is no network."""
