"""Everything that is wrong with a package, each rule with one owner.

check                  all of these, in order
characters             bytes and characters that a reader would not see
frictionless_report    types, keys and references, by Frictionless
extension              what the descriptor has beyond Data Package, by a JSON Schema
pages                  the pages of the site and their SQL
translations           texts that a language lacks, shown in the first language
publication            what a descriptor should say before others read the package
expectations           the suites in checks/, by Great Expectations
incremental            only those suites that read what has changed
suites_process         suites in a process of their own, while the rest is checked
query_once             a query of a suite, run once
check_cache            what passed before, by the hash of its bytes
"""
