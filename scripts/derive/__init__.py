"""Everything that is derived from the data.

series            every derived resource, and what is stale
patterns          lines and fields that are there once for each row of a query
changes           the events between the revisions of a series
claims            figures that others state, computed again
queries, rerun    queries that are cited: the SQL, and the SHA-256 of what it gives; rerun is one
                  file of the standard library, which goes into every release
record            one record's history
data_dictionary   docs/data-dictionary.md
key_order         files that people edit, sorted by key
refresh           all of it brought up to date
"""
