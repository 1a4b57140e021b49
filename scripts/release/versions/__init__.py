"""What changed since a release, and which version that makes.

difference, between   what differs, from a release to the package or to another release
notes                 the same for people
demand, versioning    which version the changes demand
"""
