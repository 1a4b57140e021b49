"""From items to the bodies that they mean, or may mean: an exact match by the normal form of names,
else a fuzzy match by words or characters and their edit distance."""
