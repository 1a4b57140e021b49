"""Citations, a module a format: each has `render(citation)`, which gives the text.

A citation has two parts: the source says what happened, our release compiles what sources say.
"""

FORMATS = ("apa", "chicago", "bibtex", "ris", "csl-json", "cff", "datacite", "schema-org")
