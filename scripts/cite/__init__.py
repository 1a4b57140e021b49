"""Citations.

A citation has two parts: the source says what happened, our release compiles what sources say.

model            what a citation says
formats/         one module a format
stamp            the version in every file that states it
changes_since    what changed since what was cited
"""
