"""From matches to a printing: proposed, answered by a person, put in place."""
