"""What differs, shown to people: between two revisions by column, a page at a time (comparison),
and between two releases by table (changes_since)."""
