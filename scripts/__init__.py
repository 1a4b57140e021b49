"""Change-tracking data packages: everything from data/ and datapackage.json to a served site.

The folder is called scripts/ and the package `revisioned`: in a clone, where nothing is installed,
whoever imports the folder has it by both names.
"""

import sys

if __name__ != "revisioned":
    sys.modules["revisioned"] = sys.modules[__name__]
