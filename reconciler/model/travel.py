"""How long people need from one place to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reconciler.model.diagnostic import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """Times in seconds, the same in both directions."""

    between: Mapping[tuple[str, str], int]
    """Keys of two locations, ascending; what is missing takes no time."""
    between_rooms: int
    """From one room to another at the same location."""
    span: Span

    def seconds(self, one: str, other: str) -> int:
        """From one location to another one."""
        return self.between.get((one, other) if one < other else (other, one), 0)
