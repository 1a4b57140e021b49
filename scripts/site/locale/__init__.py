"""The locale of each language: fixed words, dates, what columns and values are called.

language     the languages, the fixed words of our pages in each, the language of a text
dates        days in words
vocabulary   what columns, values, marks, series and revisions are called in a language
runs         a text in several languages, by its parts
keys         what a record is called by its key
cells        rows of SQL as cells: text, its language, its links
"""
