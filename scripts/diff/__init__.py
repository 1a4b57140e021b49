"""What differs between two tables, by key: exact at any size, and the same whichever engine.

source, revisions    what is compared
compare              which engine
engines/             each way of comparing
sql                  the definition, as SQL
model                the result: a Diff of Events
formats/             text, csv, json, markdown, html, tabular
patch                apply and inverse
"""
