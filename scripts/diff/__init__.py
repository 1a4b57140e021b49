"""What differs between two tables, by key: exact at any size, and the same whichever engine.

source, revisions    what is compared
compare              which way: lockstep and lite, duck, or the exact one
statement            the definition, as SQL
model                the result: a Diff of Events
render               text, csv, json, markdown, html, tabular
patch                apply and inverse
"""
