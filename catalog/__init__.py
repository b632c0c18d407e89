"""A model hub as files: lint cards, build the site, prove the networks."""

__version__ = "0.1.0"
