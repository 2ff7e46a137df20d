"""Studios that are closed, and looked through, at the end of each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from e2e.rehearsal import Studio, open_studio


@pytest.fixture
def a_studio(tmp_path: Path) -> Iterator[Callable[..., Studio]]:
    """Makes studios, each in a folder of its own."""
    opened: list[Studio] = []

    def make(**wishes: Any) -> Studio:
        folder = tmp_path / f"studio{len(opened)}"
        folder.mkdir()
        opened.append(open_studio(folder, **wishes))
        return opened[-1]

    yield make
    for studio in opened:
        try:
            studio.audit()
        finally:
            studio.close()


@pytest.fixture
def studio(a_studio: Callable[..., Studio]) -> Studio:
    """The usual one: nothing in the booking system yet."""
    return a_studio()
