"""Our pages, one module each, read from top to bottom: what is asked, the data, what is shown, the
template. registry has all of them with their addresses; no HTTP, no markup.
"""
