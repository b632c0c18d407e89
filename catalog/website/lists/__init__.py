"""What lists of cards show: models, facets, leaderboards, related cards and the overview."""
