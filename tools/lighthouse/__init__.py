"""Lighthouse on our pages: `python -m tools.lighthouse`."""
