"""What one visitor may ask of the site, so that it still answers the others: docs/security.md.

bounds     every limit, as a figure
statement  whether a statement is tried at all
worker     the process that runs visitors' SQL, and can be ended
pool       a few of these processes, and who waits for one
database   Datasette's database, whose statements run there
"""
