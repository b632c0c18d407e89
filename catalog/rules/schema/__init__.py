"""SCH: the header; SCH1 against the card schema, SCH2 against the vocabularies."""
