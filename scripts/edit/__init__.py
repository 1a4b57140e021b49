"""Changing a package: on a copy first, which is derived and checked, then put in place.

records        records of its tables, added and removed
transaction    the copy, and putting it in place
act            one act, entered or taken back
version        the versions of a list, from files or a history in git
naming         names that a package can have
cleaning       what a cell or a record is made to be
add            the next revision of a series
new_columns    where columns that came with a revision appear: views, pages
"""
