"""PRS: what the sentences of a card say about the model."""
