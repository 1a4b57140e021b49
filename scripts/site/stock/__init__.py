"""The parts of Datasette that are used, and how its pages are adapted.

ties      what it does not promise, and this site needs: all of it in one place
metadata  what it knows of tables, columns and questions
markup    its templates and pages, rewritten where browsers or people need it
own_templates  our pages, made without waiting
compiled  its templates and ours, compiled once for every server that begins
"""
