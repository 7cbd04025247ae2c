"""What the commands say on stderr, since stdout belongs to the program, and the one error they raise."""

import sys


class SetupError(Exception):
    """Something the person at the keyboard has to do first; the message says what, and the exit code is 2."""


def say(sentence: str) -> None:
    """Write one line to stderr at once."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()
