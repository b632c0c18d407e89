"""ALW: comments by which an author allows findings."""
