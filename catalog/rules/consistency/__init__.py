"""CON: the parts of one card against each other; CON1 its path, CON2 its header, CON3 its names."""
