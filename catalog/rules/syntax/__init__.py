"""SYN: the file as text; SYN1 its YAML and encoding, SYN2 its characters."""
