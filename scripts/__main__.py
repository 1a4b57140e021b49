"""`python -m scripts COMMAND` in a clone; `revisioned COMMAND`, or `python -m revisioned COMMAND`,
where it is installed."""

import signal
import sys

# As a shell has it: 128 and the number of the signal.
INTERRUPTED = 130


def run() -> int:
    """Run the command. Ctrl-C ends it without a traceback, also while its modules are imported."""
    try:
        # scripts/__init__.py has bound this name to its own folder where nothing is installed.
        from revisioned.cli import main

        code: int = main()
        return code
    except KeyboardInterrupt:
        # A second Ctrl-C must not interrupt what follows.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        from revisioned.cli import stopped

        print(stopped(sys.argv[1:]), file=sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(run())
