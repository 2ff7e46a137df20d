"""The state folder: whole files, for their owner only, under names that never collide."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from reconciler.cli.state import Seen, StateFolder, write_whole

AT = datetime(2026, 9, 1, 6, 0, tzinfo=UTC)
IDENTITY = "ab" * 32


@pytest.fixture
def state(tmp_path: Path) -> StateFolder:
    return StateFolder(root=tmp_path / ".reconciler")


def test_nothing_is_made_before_it_is_needed(state: StateFolder) -> None:
    assert state.seen("studio", "mitte") is None
    assert state.receipts(IDENTITY) == ()
    assert not state.root.exists()


def test_what_was_seen_is_remembered_for_each_environment_and_location(state: StateFolder) -> None:
    seen = Seen(count=12, first=date(2026, 9, 1), last=date(2026, 12, 20))
    state.remember_seen("studio", "mitte", seen)
    assert state.seen("studio", "mitte") == seen
    assert state.seen("studio", "nord") is None
    assert state.seen("sandbox", "mitte") is None


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"count": "x"}', "null", '{"count": 1, "first": 5}', "\x00"]
)
def test_a_broken_memory_is_none(state: StateFolder, text: str) -> None:
    state.remember_seen("studio", "mitte", Seen(count=1, first=date(2026, 9, 1), last=date(2026, 9, 1)))
    (path,) = (state.root / "seen").iterdir()
    path.write_text(text)
    assert state.seen("studio", "mitte") is None


def test_a_memory_that_cannot_be_kept_is_no_failure(state: StateFolder) -> None:
    state.root.write_text("in the way")
    state.remember_seen("studio", "mitte", Seen(count=1, first=date(2026, 9, 1), last=date(2026, 9, 1)))
    assert state.seen("studio", "mitte") is None


def test_receipts_are_found_by_the_identity_of_their_plan(state: StateFolder) -> None:
    first = state.receipt(AT, IDENTITY)
    first.write_text("{}")
    second = state.receipt(AT, IDENTITY)
    second.write_text("{}")
    state.receipt(AT, "cd" * 32).write_text("{}")
    assert first != second
    assert set(state.receipts(IDENTITY)) == {first, second}
    assert state.receipts("ef" * 32) == ()


def test_two_journals_of_one_moment_have_two_names(state: StateFolder) -> None:
    first = state.journal(AT, IDENTITY)
    first.write_text("")
    assert state.journal(AT, IDENTITY) != first
    assert first.name.startswith("20260901T060000-abababababababab-")


def test_all_folders_and_the_sandboxs_database_are_the_owners(state: StateFolder) -> None:
    database = state.sandbox_database()
    state.journal(AT, IDENTITY)
    state.receipt(AT, IDENTITY)
    assert database.stat().st_mode & 0o777 == 0o600
    folders = [state.root, *(path for path in state.root.iterdir() if path.is_dir())]
    assert {folder.stat().st_mode & 0o777 for folder in folders} == {0o700}


def test_the_sandboxs_database_is_left_as_it_is(state: StateFolder) -> None:
    state.sandbox_database().write_bytes(b"kept")
    assert state.sandbox_database().read_bytes() == b"kept"


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text("old")
    path.chmod(0o644)
    write_whole(path, "Zoë \ud800\n")
    assert path.read_text(encoding="utf-8") == "Zoë \\ud800\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_leaves_the_old_one_and_no_draft(tmp_path: Path) -> None:
    folder = tmp_path / "plan.json"
    folder.mkdir()
    (folder / "kept").write_text("")
    with pytest.raises(OSError, match="directory"):
        write_whole(folder, "new")
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]
    with pytest.raises(FileNotFoundError, match="nowhere"):
        write_whole(tmp_path / "nowhere" / "plan.json", "new")
