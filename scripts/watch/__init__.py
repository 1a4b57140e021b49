"""Looking at the pages where the next change would show: what came is kept, what differs is
proposed, and that nothing was found is written down. Nothing here enters anything."""
