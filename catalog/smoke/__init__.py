"""The smoke room: builds the network that a card names and compares it with what the card says."""
