"""Where chance in the tests comes from.

The usual run tries the same every time, so that it is never red by chance. With ``LDN_FULL=1`` (``dev.py test --full``) each run
begins with a seed of its own, told at its beginning and its end; ``LDN_SEED=NUMBER`` repeats it, or any test of it.

Whoever chooses what to try (moments, places, changes, entries) asks ``chance``. Made-up data on which a test only stands, and
simulations whose bounds were worked out for their numbers, have a seed of their own, written where they are.
"""

import os
import random
import secrets

from hypothesis import HealthCheck, settings

VARIABLE = "LDN_SEED"
USUAL = 2026


def choose_seed() -> int:
    """Return the seed that was asked for, a fresh one for the long rounds, else the usual one."""
    asked = os.environ.get(VARIABLE)
    if asked:
        return int(asked)
    return secrets.randbelow(10**9) if os.environ.get("LDN_FULL") else USUAL


SEED = choose_seed()
# Every process that the tests start, and every worker among which they are shared out, has the same.
os.environ[VARIABLE] = str(SEED)


def chance(*place: object) -> random.Random:
    """Return what chooses in one place of the tests; each place has its own, whichever tests run beside it."""
    return random.Random("/".join(map(str, (SEED, *place))))


def told() -> str:
    """Return what to say of the seed."""
    return f"seed {SEED}; {VARIABLE}={SEED} repeats it"


def set_up_hypothesis(asked: str | None) -> str | None:
    """Make the usual run draw the same examples every time, and a fresh one others; ``asked``: by ``--hypothesis-seed``.

    Returns the seed for Hypothesis, ``None`` where examples follow from the tests themselves. No run takes over what an earlier
    one found, and none fails because the computer was busy.
    """
    fixed = asked is None and SEED == USUAL
    settings.register_profile(
        "ldn", derandomize=fixed, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("ldn")
    return None if fixed else asked or str(SEED)
