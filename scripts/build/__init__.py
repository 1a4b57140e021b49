"""The files that a package is read from: SQLite, spreadsheets, Parquet."""
