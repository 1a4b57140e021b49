"""Citations.

A citation has two parts: the source says what happened, our release compiles what sources say.

model            what a citation says
names            who made the package: persons as persons, roles as roles
released         citations of releases, which are kept
formats/         one module a format
version_files    the version in every file that states it
changes_since    what changed since what was cited
"""
