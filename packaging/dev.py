"""The two README commands, `run` and `test`, and a few for developers. Needs Python 3.11 and nothing else.

The syntax of this file stays that of any Python, so that an old one can still say what is missing.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the whole point of this file
    sys.stderr.write(
        "LDN Journal needs Python 3.11 or newer. This is Python {}.{}: "
        "start packaging/dev.py with a newer one.\n".format(*sys.version_info)
    )
    sys.exit(2)

# PYTHONSAFEPATH leaves a script's own folder out; the program beside it knows what a system must have.
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120 - pathlib can wait
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120

from devtools.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
