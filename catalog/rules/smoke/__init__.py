"""SMK: what smoke runs measured, against what the card says."""
