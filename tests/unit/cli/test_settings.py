"""Tokens, the clock and the flags: what the outside world says, made into values."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from reconciler.cli.exits import Exit
from reconciler.cli.settings import TOKEN_FILE_LIMIT, Tokens, read_clock, read_tokens
from reconciler.cli.stop import Stop

BOTH = {"ALTEGIO_PARTNER_TOKEN": "p-8Xw2Lq", "ALTEGIO_USER_TOKEN": "u-9Zk4Mn"}


def test_tokens_come_from_variables() -> None:
    assert read_tokens(BOTH) == Tokens(partner="p-8Xw2Lq", user="u-9Zk4Mn")


def test_tokens_come_from_files_without_their_line_end(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_bytes(b"u-9Zk4Mn\r\n")
    variables = {"ALTEGIO_PARTNER_TOKEN": "p", "ALTEGIO_USER_TOKEN_FILE": str(path)}
    assert read_tokens(variables).user == "u-9Zk4Mn"


def test_a_variable_wins_over_a_file() -> None:
    assert read_tokens({**BOTH, "ALTEGIO_USER_TOKEN_FILE": "/nowhere"}).user == "u-9Zk4Mn"


def test_no_more_of_a_file_is_read_than_a_token_could_be(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("x" * (TOKEN_FILE_LIMIT + 9))
    variables = {"ALTEGIO_PARTNER_TOKEN": "p", "ALTEGIO_USER_TOKEN_FILE": str(path)}
    assert len(read_tokens(variables).user) == TOKEN_FILE_LIMIT


@pytest.mark.parametrize("name", ["ALTEGIO_PARTNER_TOKEN", "ALTEGIO_USER_TOKEN"])
@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_token_is_named(name: str, value: str | None) -> None:
    variables = {key: text for key, text in {**BOTH, name: value}.items() if text is not None}
    with pytest.raises(Stop) as caught:
        read_tokens(variables)
    assert caught.value.status is Exit.NOT_ALLOWED
    assert caught.value.summary == f"{name} is not set"
    assert f"{name}_FILE" in caught.value.hint


@pytest.mark.parametrize("content", [None, b"\xff\xfe8Xw2Lq"])
def test_a_token_file_that_cannot_be_read_is_named_and_not_quoted(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "secret-place"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Stop) as caught:
        read_tokens({"ALTEGIO_PARTNER_TOKEN_FILE": str(path)})
    assert caught.value.status is Exit.NOT_ALLOWED
    assert "ALTEGIO_PARTNER_TOKEN_FILE" in caught.value.summary
    assert "8Xw2Lq" not in f"{caught.value!r} {caught.value.detail} {caught.value.hint}"


def test_tokens_hide_themselves() -> None:
    tokens = read_tokens(BOTH)
    assert "8Xw2Lq" not in f"{tokens!r} {tokens}"
    assert "9Zk4Mn" not in f"{tokens!r} {tokens}"


def test_without_a_rehearsal_the_clock_is_the_machines() -> None:
    clock = read_clock({}, sandbox=False)
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.rehearsed is False
    assert read_clock({"RECONCILER_NOW": ""}, sandbox=False).rehearsed is False


def test_a_rehearsed_clock_stands_still() -> None:
    clock = read_clock({"RECONCILER_NOW": "2026-12-01T09:00:00+01:00"}, sandbox=True)
    assert clock.now() == clock.now() == datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
    assert clock.rehearsed is True


def test_a_rehearsed_clock_is_for_the_sandbox_alone() -> None:
    with pytest.raises(Stop, match="is not the sandbox") as caught:
        read_clock({"RECONCILER_NOW": "2026-12-01T09:00:00+01:00"}, sandbox=False)
    assert caught.value.status is Exit.USAGE


@pytest.mark.parametrize(
    "text", ["tomorrow", "2026-12-01", "2026-12-01T09:00:00", "2026-13-01T09:00:00+01:00", "0", "\x00"]
)
def test_a_rehearsed_clock_needs_an_offset(text: str) -> None:
    with pytest.raises(Stop, match="local date and time with an offset") as caught:
        read_clock({"RECONCILER_NOW": text}, sandbox=True)
    assert "2026-12-01T09:00:00+01:00" in caught.value.hint
