"""What differs between two tables, by key: exact at any size, and the same whichever engine.

source, revisions    what is compared
readers/             what a table is read from, a module a format
compare              which engine
engines/             each way of comparing
sql                  the definition, as SQL
model                the result: a Diff of Events
formats/             how it is written, a module a format
inline               what changed inside a cell, made visible
sparse_columns       columns summed up in one line
patch                apply and inverse
merge                three tables as one
"""
