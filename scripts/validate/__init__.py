"""Everything that is wrong with a package, each rule with one owner.

check                  all of it, in order
characters             bytes and characters that a reader would not see
frictionless_report    types, keys and references, by Frictionless
expectations           the suites in checks/, by Great Expectations
"""
