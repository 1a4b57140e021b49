"""Citations.

A citation has two parts: the source, which says what happened, and our release, which compiles
what sources say.

model            the content of a citation
names            who made the package: persons as persons, roles as roles
released         citations of releases, cached
formats/         a module for each format
version_files    the version in every file that states it
changes_since    what changed since the cited version
"""
