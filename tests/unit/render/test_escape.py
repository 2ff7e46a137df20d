from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from json.encoder import encode_basestring

import pytest

from reconciler.render.escape import (
    for_calendar,
    for_csv,
    for_github_message,
    for_github_property,
    for_json,
    for_terminal,
    for_xml,
    pieces_for_terminal,
    visible,
)


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("Yoga Flow", "Yoga Flow"),
        ("Йога für 初心者 🧘", "Йога für 初心者 🧘"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("\x9b2J\x07\x08", r"\x9b2J\x07\x08"),
        ("a\r\nb\tc", r"a\r\nb\tc"),
        ("\u202egpj.exe\u2066", r"\u202egpj.exe\u2066"),
        ("in\u200bvisible\ufeff", r"in\u200bvisible\ufeff"),
        ("\u2028\u2029\x85", r"\u2028\u2029\x85"),
        ("\ud800", r"\ud800"),
        ("\U000e0041", r"\U000e0041"),
        ("\x00\x7f", r"\x00\x7f"),
    ],
)
def test_what_does_not_show_as_itself_is_written_out(hostile: str, shown: str) -> None:
    assert visible(hostile) == shown
    assert for_terminal(hostile) == shown


@pytest.mark.parametrize(
    "command", ["::error::x", "a ::stop-commands::y", ":::set", "##[command]x", "##vso[x]y"]
)
def test_nothing_that_a_build_server_obeys_is_left(command: str) -> None:
    shown = for_terminal(command)
    assert not any(mark in shown for mark in ("::", "##[", "##vso["))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"\x1b", r"\\x1b"),
        (r"\u202e", r"\\u202e"),
        (r"\U000e0041", r"\\U000e0041"),
        (r"\\x1b", r"\\\\x1b"),
        ("\\\x1b", r"\\\x1b"),
        ("\\::", r"\\\x3a:"),
        (r"C:\xylophone\user", r"C:\xylophone\user"),
        (r"a\b", r"a\b"),
    ],
)
def test_a_backslash_never_pretends_to_be_an_escape(text: str, shown: str) -> None:
    assert for_terminal(text) == shown
    assert "".join(pieces_for_terminal(text)) == shown
    assert len(pieces_for_terminal(text)) == len(text)


def test_rich_markup_stays_literal() -> None:
    assert for_terminal("[link=https://x]y[/link] [red]") == "[link=https://x]y[/link] [red]"


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "|calc", "%x", " =1", '"=1', "\uff1d1"])
def test_formulas_get_an_apostrophe(formula: str) -> None:
    assert for_csv(formula) == f"'{formula}"


@pytest.mark.parametrize(("cell", "shown"), [("\t=1", r"\t=1"), ("\r=1", r"\r=1"), ("12", "12"), ("", "")])
def test_other_cells_have_none(cell: str, shown: str) -> None:
    assert for_csv(cell) == shown


def test_workflow_messages_cannot_start_another_command() -> None:
    assert for_github_message("100% sure\n::error::x\r") == r"100%25 sure%0A::error::x\r"
    assert for_github_property("a:b,c\n%") == r"a%3Ab%2Cc\n%25"


def test_xml_can_hold_anything() -> None:
    hostile = "<b a='1' c=\"2\">&amp;]]>\x00\x1b\ufffe\ud800"
    parsed = ET.fromstring(f'<x y="{for_xml(hostile)}">{for_xml(hostile)}</x>')
    assert parsed.text == parsed.get("y") == "<b a='1' c=\"2\">&amp;]]>\\x00\\x1b\\ufffe\\ud800"


def test_calendar_texts_keep_their_lines() -> None:
    assert for_calendar("one\r\ntwo\x07") == "one\ntwo\\x07"


@pytest.mark.parametrize("text", ["plain", "\x1b\x9b\u202e", "\ud800 \udc00", "\U000e0041🧘é", '"\\\n'])
def test_json_literals_print_harmlessly_and_parse_to_the_same(text: str) -> None:
    literal = for_json(encode_basestring(text))
    assert literal.isprintable()
    assert json.loads(literal) == text
