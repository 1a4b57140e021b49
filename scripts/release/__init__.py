"""Releases: versions of the package whose bytes never change.

contents, swhid      which files a release holds, and their intrinsic identifiers
manifest, chain      what a release states of its files, and how each names the one before it
store                releases/: objects/<sha256>, <version>/manifest.json
archive              the zip and SHA256SUMS: the same bytes wherever they are made
versions/            what changed since the last release, and which version that makes
publish, changelog   making a release, marking one
verify               whether a release is still what it was
shelf                the releases as the site serves them
"""
