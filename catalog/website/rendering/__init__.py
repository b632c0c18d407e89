"""Templates and what every page is told: their environment, constants, and the frame of a site."""
