"""CON: the parts of one card held against each other; CON1 its path, CON2 its header, CON3 its names."""
