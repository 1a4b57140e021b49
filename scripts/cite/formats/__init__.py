"""A module a format: each has `render(citation)`, which gives the text."""

FORMATS = ("apa", "chicago", "bibtex", "ris", "csl-json", "cff", "datacite", "schema-org")
