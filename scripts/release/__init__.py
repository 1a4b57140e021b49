"""Releases: versions of the package whose bytes never change.

manifest_files       which files a release holds
swhid                their intrinsic identifiers
manifest, chain      what a release states of its files, and how each names the one before it
store                releases/, a content-addressed store: objects/<sha256>, <version>/manifest.json
archive              the zip and SHA256SUMS: the same bytes wherever they are made
versions/            what changed since the last release, and which version that makes
publish, changelog   making a release, marking one
verify               whether a release is still what it was
serve_store          the releases as the site serves them
"""
