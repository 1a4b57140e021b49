"""What the sections of a declared page show.

content        the page filled from the database by the SQL of its sections
found          what a search found
downloads      files to take
printed_lines  how each revision of a series writes one record
report         the forms by which a reader reports something
"""
