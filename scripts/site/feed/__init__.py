"""What changed, for readers of feeds: Atom (RFC 4287).

entry              what one entry says, as plain data
revision_entries   what happened: one entry a revision
release_entries    what we corrected: one entry a release
atom               the entries as XML
"""
