"""What goes to stdout and stderr, whoever reads there."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from reconciler.cli.output import complain, note, plain_ascii, wants_color, width_of, write, write_json
from reconciler.cli.settings import Settings


def settings(color: str = "auto", *, quiet: bool = False, **variables: str) -> Settings:
    return Settings(
        environment=None,
        folder=Path(),
        color=color,
        quiet=quiet,
        verbose=0,
        ask=False,
        variables=variables,
    )


def a_stream(encoding: str, *, terminal: bool = False) -> io.TextIOWrapper:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    stream.isatty = lambda: terminal  # type: ignore[method-assign]  # a stream that pretends
    return stream


@pytest.mark.parametrize(
    ("color", "variables", "terminal", "expected"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("auto", {"CLICOLOR": "0"}, True, False),
        ("auto", {"CLICOLOR_FORCE": "0"}, False, False),
        ("auto", {"CLICOLOR_FORCE": "1"}, False, True),
        ("auto", {"TERM": "dumb"}, True, False),
        ("always", {"NO_COLOR": "1", "TERM": "dumb"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colour_follows_the_flag_then_the_variables_then_the_terminal(
    color: str, variables: dict[str, str], terminal: bool, expected: bool
) -> None:
    assert wants_color(settings(color, **variables), a_stream("utf-8", terminal=terminal)) is expected


def test_a_file_is_filled_to_a_fixed_width_unless_columns_say_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert width_of(a_stream("utf-8"), {}) == 100
    for columns, width in (("80", 80), ("5", 40), ("5000", 200)):
        monkeypatch.setenv("COLUMNS", columns)
        assert width_of(a_stream("utf-8"), {"COLUMNS": columns}) == width


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [("utf-8", False), ("utf-16", False), ("ascii", True), ("latin-1", True), ("cp437", True)],
)
def test_only_unicode_streams_show_more_than_ascii(encoding: str, expected: bool) -> None:
    assert plain_ascii(a_stream(encoding)) is expected


def test_what_stdout_cannot_show_is_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = a_stream("ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    write("Zoë 王")
    assert stream.buffer.getvalue() == b"Zo\\xeb \\u738b\n"  # type: ignore[attr-defined]  # it is a BytesIO


@pytest.mark.parametrize("encoding", ["ascii", "utf-8", "latin-1"])
def test_json_stays_json_on_every_stdout(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    value = {"Zoë": '王芳 👩\u200d🏫 \u2028 a\\b"c'}
    stream = a_stream(encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    write_json(json.dumps(value, ensure_ascii=False))
    assert json.loads(stream.buffer.getvalue().decode(encoding)) == value  # type: ignore[attr-defined]  # as above


def test_quiet_silences_remarks_but_no_complaints(capsys: pytest.CaptureFixture[str]) -> None:
    note("on the way", settings(quiet=True))
    complain("it failed", detail="one\ntwo", hint="do this")
    assert capsys.readouterr().err == "error: it failed\n  one\n  two\n  help: do this\n"
    note("on the way", settings())
    assert capsys.readouterr().err == "on the way\n"


def test_a_complaint_shows_hostile_text_harmlessly(capsys: pytest.CaptureFixture[str]) -> None:
    complain("\x1b[31mred\x07", detail="a\u202eb", hint="\x9b31m")
    err = capsys.readouterr().err
    assert not set("\x1b\x07\u202e\x9b") & set(err)
