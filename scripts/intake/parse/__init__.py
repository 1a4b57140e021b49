"""From lines to the items of a list; everything else is kept as dropped."""
