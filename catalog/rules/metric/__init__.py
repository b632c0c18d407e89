"""MET: figures of merit; MET1 their names, units and ranges, MET2 whether they agree."""
