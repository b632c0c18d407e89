"""What the page of a model shows: its versions, sizes, places on leaderboards, and changes."""
