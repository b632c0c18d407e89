"""The command ``catalog smoke`` and what belongs to it: a run, ``merge`` and ``bisect``."""
