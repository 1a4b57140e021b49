"""`python -m scripts COMMAND` in a clone, `python -m revisioned COMMAND` where it is installed."""

import sys

# As a shell has it: 128 and the number of the signal.
INTERRUPTED = 130

try:
    # scripts/__init__.py has bound this name to its own folder where nothing is installed.
    from revisioned.cli import main

    code = main()
except KeyboardInterrupt:
    code = INTERRUPTED
sys.exit(code)
