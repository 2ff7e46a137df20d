"""How diagnostics of expansion speak about dates and names.

Takes day numbers or ids, returns short texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

_SHOWN: Final = 3


def dates_in_words(days: Sequence[int]) -> str:
    """The first dates (of day numbers, ascending) and the number of the rest."""
    shown = ", ".join(date.fromordinal(day).isoformat() for day in days[:_SHOWN])
    return shown + (f" and {len(days) - _SHOWN} more" if len(days) > _SHOWN else "")


def named(names: Mapping[int, str], number: int) -> str:
    """The name of an id; `#7` where nobody named it."""
    return names.get(number, f"#{number}")
