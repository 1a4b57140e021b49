"""What this program is called where it runs, for messages that say what to type."""

import sys


def command(words: str) -> str:
    """The words as they are typed: in a clone, or where the program is installed."""
    return f"{'python -m scripts' if 'scripts' in sys.modules else 'revisioned'} {words}"
