"""Everything that is derived from the data.

series            every derived resource, and which are stale
patterns          lines and fields that are written once for each row of a query
changes           the events between the revisions of a series
claims            figures that others state, computed again
queries, rerun    queries that are cited: the SQL, and the SHA-256 of its result; rerun needs only
                  the standard library, and is a file of every release
record            one record's history
data_dictionary   docs/data-dictionary.md
key_order         files that people edit, sorted by key
refresh           bring all of it up to date
"""
