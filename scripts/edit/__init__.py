"""Changing a package: on a copy first, which is derived and checked, then put in place.

records        records of its tables, added and removed
transaction    the copy, and putting it in place
act            one act, entered or taken back
"""
