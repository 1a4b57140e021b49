"""What Lighthouse says of our pages: `python -m tools.lighthouse`."""
