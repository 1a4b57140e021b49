"""Query limits: how much one visitor may ask for, so that others are still answered
(docs/security.md).

requests   what is refused before anybody looks at it
visit      one request while it is answered: how long it may wait, how much of it is drawn
turns      whose SQL is next
worker     the process in which visitors' SQL runs, and which can be ended
pool       a few of these processes, and who waits for one
database   Datasette's database, whose statements run there
citing     queries that are cited, run again there
materialized   views as tables on the connection of a page
memory     how the site shares its time and gives back its memory
timeouts   HTTP for clients that do not finish what they say, or do not read
"""
