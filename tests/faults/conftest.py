"""What a test leaves behind is searched as well."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from secrecy import tokens_in


@pytest.fixture(autouse=True)
def _files_are_searched(tmp_path: Path) -> Iterator[None]:
    yield
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.stat().st_size < 1_000_000:
            assert not tokens_in(path.read_bytes()), path
