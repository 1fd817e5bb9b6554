"""How large an ordeal is: short in every run of the tests, full when `manage.py ordeal` runs it.

Also its seed, and how it tells its figures: lines that begin with `ordeal: `, which the command collects.
"""

import os
import random
from typing import TypeVar

T = TypeVar("T")
FULL = os.environ.get("BAITHAK_ORDEAL") == "full"
TOLD = "ordeal: "


def size(short: T, full: T) -> T:
    return full if FULL else short


def seconds(short: float, full: float) -> float:
    """Of an ordeal that lasts as long as somebody wants; `--minutes` chooses."""
    chosen = os.environ.get("BAITHAK_ORDEAL_MINUTES", "")
    return float(chosen) * 60 if chosen else size(short, full)


def seed() -> int:
    """The one that was asked for, or a new one; printed, so that a failure can be had again."""
    chosen = os.environ.get("BAITHAK_ORDEAL_SEED", "")
    found = int(chosen) if chosen else random.SystemRandom().randrange(10_000)
    print(f"\nseed {found} (`manage.py ordeal NAME --seed {found}` makes the same choices)")
    return found


def tell(figures: str) -> None:
    print(f"\n{TOLD}{figures}")


def at(times: list[float], share: float) -> float:
    """The value below which this share of them lies."""
    return sorted(times)[int(share * (len(times) - 1))] if times else 0.0
