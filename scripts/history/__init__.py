"""The history of one CSV file in a git repository, as events and row versions.

git              which commits touched the file, and its content in each
snapshot         one version, read whole or only where it changed
changed_records  where two versions differ, as bytes
walk             the differences from version to version, each as `revisioned.diff` defines it
text             the history as CSV or JSON
store            the history as a SQLite database, to which a later run adds
row_versions     every state of every row (a slowly changing dimension, type 2)
"""
