"""A report of findings as text: a file a format, and one table of them all."""
