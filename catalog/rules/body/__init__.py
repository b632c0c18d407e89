"""BOD: the Markdown below the header; BOD1 its outline, BOD2 its sections and what is set into them, BOD3 its markup."""
