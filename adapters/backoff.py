"""How long to wait before trying again."""

from random import Random


def backoff(attempt: int, random: Random, *, base: float = 0.1, cap: float = 30.0) -> float:
    """Seconds before try number `attempt + 1` (attempts count from 0): exponential up to `cap`, half of it jitter.

    The jitter keeps many that failed together from coming back together.
    """
    ceiling = min(cap, base * 2.0 ** min(attempt, 30))
    return ceiling * (0.5 + random.random() / 2)
