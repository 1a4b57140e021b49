"""`python -m scripts COMMAND` in a clone, `python -m revisioned COMMAND` where it is installed.

scripts/__init__.py has bound the name `revisioned` to this folder.
"""

import sys

from revisioned.cli import main

sys.exit(main())
