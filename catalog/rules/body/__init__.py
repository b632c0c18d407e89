"""BOD: the Markdown below the header; BOD1 outline, BOD2 sections and content, BOD3 markup."""
