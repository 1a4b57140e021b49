"""Queries that are cited: the SQL, and the SHA-256 of what it gives.

rerun     the whole definition, in one file of the standard library, which goes into every release
"""
