"""The figures of a run, and the table that shows them.

Takes rows; returns text, or plain values for JSON. A ratio is always ours divided by the anchor,
so smaller is better and a budget is the largest ratio that is still good.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

_HEADINGS = (
    "what", "of", "ours", "each", "CPU", "peak", "against", "measured anchor", "published anchor",
    "ratio", "budget", "",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """What a figure is held against. A budget of None only informs."""

    name: str
    seconds: float
    budget: float | None = None
    measured: bool = True
    """Whether it was measured in this run; else it is a published figure from another machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure with everything that it is held against."""

    what: str
    count: int
    """Occurrences, requests or classes that the time is for."""
    seconds: float
    cpu_s: float | None = None
    peak_mib: float | None = None
    against: tuple[Yardstick, ...] = ()

    def ratio(self, yardstick: Yardstick) -> float:
        """Ours divided by the anchor."""
        return self.seconds / yardstick.seconds


def table(rows: Sequence[Row]) -> str:
    """All rows as aligned text, a line for each yardstick."""
    lines: list[tuple[str, ...]] = [_HEADINGS]
    for row in rows:
        own = (
            row.what,
            f"{row.count:,}",
            _seconds(row.seconds),
            _seconds(row.seconds / row.count),
            "" if row.cpu_s is None else _seconds(row.cpu_s),
            "" if row.peak_mib is None else f"{row.peak_mib:.0f} MiB",
        )
        lines += [
            (*(own if first else ("",) * len(own)), *_held(row, yardstick))
            for first, yardstick in zip((True, *[False] * 9), row.against or (None,), strict=False)
        ]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if number in {0, 6} else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def missed(rows: Sequence[Row]) -> list[str]:
    """A sentence for each budget that is not kept."""
    return [
        f"{row.what}: {ratio_text(row.ratio(y))} of {y.name}, budget {ratio_text(y.budget)}"
        for row in rows
        for y in row.against
        if y.budget is not None and row.ratio(y) > y.budget
    ]


def plain(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows as plain values, ratios included."""
    return [
        {**asdict(row), "against": [{**asdict(y), "ratio": row.ratio(y)} for y in row.against]}
        for row in rows
    ]


def ratio_text(ratio: float) -> str:
    """A ratio as people say it: `1/12.5` where it is small, else `0.83`."""
    return f"1/{1 / ratio:.3g}" if ratio < 1 / 3 else f"{ratio:.2f}"


def _held(row: Row, yardstick: Yardstick | None) -> tuple[str, ...]:
    if yardstick is None:
        return ("",) * 6
    anchor, budget, ratio = _seconds(yardstick.seconds), yardstick.budget, row.ratio(yardstick)
    return (
        yardstick.name,
        anchor if yardstick.measured else "",
        "" if yardstick.measured else anchor,
        ratio_text(ratio),
        "" if budget is None else ratio_text(budget),
        "" if budget is None else "met" if ratio <= budget else "MISSED",
    )


def _seconds(seconds: float) -> str:
    for unit, factor, limit in (("us", 1e6, 1e-3), ("ms", 1e3, 1.0)):
        if seconds < limit:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds:.2f} s"
