"""What differs between two tables, by key: exact at any size, and the same with every engine.

source, revisions    what is compared
readers/             what a table is read from, a module for each format
compare              the choice of the engine
engines/             each way of comparing
sql                  the definition, as SQL
model                the result: a Diff of Events
formats/             how it is written, a module for each format
inline               what changed inside a cell, made visible
sparse_columns       columns summed up in one line
patch                applied to a table, and reversed
merge                three tables as one
"""
