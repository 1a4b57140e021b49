"""Looking at the pages where the next change would show. Answers are kept, differences are
proposed, and a look that found nothing is logged too. Nothing here enters data."""
