"""The history of one CSV file in a git repository, as events and row versions.

git        which commits touched the file, and what it was in each
version    one version, read and judged
striking   where two versions differ, as bytes
story      the differences from version to version, each as `revisioned.diff` defines it
text       the story as CSV or JSON
store      the story as a SQLite database, to which a later run adds
"""
