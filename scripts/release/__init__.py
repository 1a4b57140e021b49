"""Releases: versions of the package whose bytes never change.

contents, swhid      which files a release holds, and their intrinsic identifiers
manifest, chain      what a release states of its files, and how each names the one before it
store                releases/: objects/<sha256>, <version>/manifest.json
archive              the zip and SHA256SUMS: the same bytes wherever they are made
difference, notes    what changed since the last release, for versions and for people
between              what differs between two releases, table by table
versioning           which version the changes demand
publish, yank        making one, marking one
verify               whether a release is still what it was
"""
