"""`python -m scripts COMMAND` in a clone, `python -m revisioned COMMAND` where it is installed."""

import sys

# scripts/__init__.py has bound this name to its own folder where nothing is installed.
from revisioned.cli import main

sys.exit(main())
