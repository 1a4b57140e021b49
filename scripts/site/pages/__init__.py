"""What the pages of the site show, as plain data: no HTTP, no markup.

language       the languages, the fixed words of our pages in each, the language of a text
declared       the pages that data/pages/ declares: sections, each with its SQL
vocabulary     what columns, values, series and revisions are called in a language
cells          rows of SQL as cells: text, its language, its links
content        a declared page filled from the database
revision       one revision of a series, and all of them
comparison     the difference of two revisions, grouped by column, a page at a time
"""
