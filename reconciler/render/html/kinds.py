"""The kinds of change that a report tells apart, and their words.

Tables only: a sign of the plan, or a kind without a sign, gives a class name of the style sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from reconciler.render.week.told import IN_PLACE
from reconciler.render.wording import LEGEND

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "+": "create",
        "~": "differs",
        "-": "undeclared",
        "=": "native",
        "!": "decide",
        IN_PLACE: "same",
    }
)
"""Class names of the signs, in the order of the legend."""

SAME = "in place, stays as it is"
LOST = "of the pattern, does not take place"

WORDS_OF_KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **{KINDS[sign]: (sign, words) for sign, words in LEGEND.items()},
        "same": ("\u00b7", SAME),
        "lost": ("\u2205", LOST),
    }
)
"""Sign and words of each kind."""
