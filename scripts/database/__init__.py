"""From text to typed tables in SQLite.

load      tables, their rows, their types
order     which table is filled first
views     views as the descriptor declares them
search    full-text search, Chinese and English
"""
