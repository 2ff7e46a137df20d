"""How diagnostics of expansion speak about dates and names.

Takes day numbers or ids, returns short texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

_SHOWN: Final = 3
_DAY_MIN: Final = 1440


def dates_in_words(days: Sequence[int]) -> str:
    """The first dates (of day numbers, ascending) and the number of the rest."""
    shown = ", ".join(date.fromordinal(day).isoformat() for day in days[:_SHOWN])
    return shown + (f" and {len(days) - _SHOWN} more" if len(days) > _SHOWN else "")


def named(names: Mapping[int, str], number: int) -> str:
    """The name of an id; `#7` where nobody named it."""
    return names.get(number, f"#{number}")


def clock(minutes: int) -> str:
    """Minutes after midnight as `18:30`, also those of the next day."""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def hours_in_words(stretches: Sequence[tuple[int, int]]) -> str:
    """`07:00 to 13:00, 16:00 to 20:00`; "all day" for a day without an end."""
    return ", ".join(
        "all day" if end - start >= _DAY_MIN else f"{clock(start)} to {clock(end)}"
        for start, end in stretches
    )
