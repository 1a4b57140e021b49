import scripts  # noqa: F401 - makes `revisioned` importable, installed or not
