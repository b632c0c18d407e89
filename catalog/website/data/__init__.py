"""Files for programs: the JSON index, a table, a feed, badges, search columns and the site map."""
