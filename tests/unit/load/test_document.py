"""Reading YAML: what values become, what is refused, and where things are."""

from __future__ import annotations

import random

import pytest

from reconciler.load.document import MAX_DEPTH, Document, Mapping, parse_document
from reconciler.load.guards import MAX_BYTES
from reconciler.model.diagnostic import Diagnostic, Span

BOTH_PARSERS = pytest.mark.parametrize("pure", [False, True], ids=["c", "pure"])


def read(text: str, *, pure: bool = False) -> Document:
    parsed = parse_document("s.yaml", text.encode(), pure=pure)
    assert parsed.diagnostics == ()
    assert parsed.document is not None
    return parsed.document


def refused(raw: str | bytes, *, pure: bool = False) -> tuple[Diagnostic, ...]:
    parsed = parse_document("s.yaml", raw.encode() if isinstance(raw, str) else raw, pure=pure)
    assert parsed.document is None
    assert parsed.diagnostics
    return parsed.diagnostics


def codes(raw: str | bytes, *, pure: bool = False) -> list[str]:
    return [d.code for d in refused(raw, pure=pure)]


def shown(document: Document, span: Span) -> str:
    lines = document.text.split("\n")
    if span.line == span.end_line:
        return lines[span.line - 1][span.column - 1 : span.end_column - 1]
    first, *middle, last = lines[span.line - 1 : span.end_line]
    return "\n".join([first[span.column - 1 :], *middle, last[: span.end_column - 1]])


@BOTH_PARSERS
@pytest.mark.parametrize(
    "text",
    ["18:30", "7:05", "09:00", "18:30:00", "no", "on", "Yes", "010", "1_000", "2026-09-07", "2026-02-30",
     "1.10", "1e400", ".nan", "null", "true", "9" * 1000],
)  # fmt: skip
def test_every_scalar_is_the_text_that_was_written(text: str, pure: bool) -> None:
    assert read(f"at: {text}\n{text}: x", pure=pure).root == {"at": text, text: "x"}


@BOTH_PARSERS
def test_nothing_and_a_tilde_are_no_value_but_quotation_marks_are_an_empty_text(pure: bool) -> None:
    document = read("a:\nb: ~\nc: ''\nd: \"~\"\ne: [~, x]", pure=pure)
    assert document.root == {"a": None, "b": None, "c": "", "d": "~", "e": [None, "x"]}


@BOTH_PARSERS
def test_mappings_know_where_they_start(pure: bool) -> None:
    root = read("# timetable\nversion: 1\nclasses:\n  - id: a\n  - {id: b}\n", pure=pure).root
    assert isinstance(root, Mapping)
    assert (root.line, root.column) == (2, 1)
    assert [(c.line, c.column) for c in root["classes"]] == [(4, 5), (5, 5)]


def test_block_texts_keep_their_lines() -> None:
    assert read("a: |\n  one\n  two\nb: >-\n  one\n  two\n").root == {"a": "one\ntwo\n", "b": "one two"}


@BOTH_PARSERS
def test_windows_line_ends_and_a_byte_order_mark_change_nothing(pure: bool) -> None:
    raw = b"\xef\xbb\xbfa: 1\r\nb:\r\n  - x: 2\r\n"
    parsed = parse_document("s.yaml", raw, pure=pure)
    assert parsed.document is not None
    assert parsed.document.root == {"a": "1", "b": [{"x": "2"}]}
    assert parsed.document.span(("b", 0, "x")) == Span("s.yaml", 3, 8, 3, 9)


def test_honest_foreign_names_are_kept() -> None:
    names = ["Zoë", "Анна", "王芳", "👩\u200d🏫 Yoga", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"]
    assert read("staff: [" + ", ".join(names) + "]").root["staff"] == names


CLASSES = """\
version: 1
classes:
  - id: yoga   # the first
    every: [mon, wed]
    at: {mon: "18:30", 'wed': 19:00}
    changes:
      - from: 2026-11-02
        staff: Anna
          Maria
    room:
      - big hall
      - "lane 1"
  - {id: "aqua", parallel: [{staff: Ben}, {staff: Clara}]}
empty:
"""


@BOTH_PARSERS
@pytest.mark.parametrize(
    ("path", "key", "expected"),
    [
        (("version",), False, "1"),
        (("version",), True, "version"),
        (("classes",), True, "classes"),
        (("classes", 0, "id"), False, "yoga"),
        (("classes", 0, "every", 1), False, "wed"),
        (("classes", 0, "at", "mon"), False, '"18:30"'),
        (("classes", 0, "at", "wed"), True, "'wed'"),
        (("classes", 0, "at", "wed"), False, "19:00"),
        (("classes", 0, "at"), False, "{mon: \"18:30\", 'wed': 19:00}"),
        (("classes", 0, "changes", 0, "from"), False, "2026-11-02"),
        (("classes", 0, "changes", 0, "staff"), False, "Anna\n          Maria"),
        (("classes", 0, "room", 1), False, '"lane 1"'),
        (("classes", 1, "id"), False, '"aqua"'),
        (("classes", 1, "parallel", 1, "staff"), False, "Clara"),
        (("classes", 1, "parallel", 1, "staff"), True, "staff"),
        (("empty",), True, "empty"),
    ],
)
def test_a_span_covers_what_the_path_leads_to(path, key: bool, expected: str, pure: bool) -> None:
    document = read(CLASSES, pure=pure)
    assert shown(document, document.span(path, key=key)) == expected


def test_a_mapping_is_marked_by_its_first_line_and_a_list_by_its_first_character() -> None:
    document = read(CLASSES)
    assert shown(document, document.span(("classes", 0))) == "id: yoga   # the first"
    assert document.span(("classes", 0, "room")) == Span("s.yaml", 11, 7, 11, 8)


def test_a_path_that_leads_nowhere_gives_the_mapping_around_it() -> None:
    document = read(CLASSES)
    for path in [("classes", 0, "staff"), ("classes", 0, "staff", "x", 3), ("classes", 0, 5)]:
        assert document.span(path) == document.span(("classes", 0))
    assert document.span(("classes", 9)) == document.span(())
    assert document.span(()).line == 1


def test_a_value_far_from_the_start_of_its_mapping_is_found() -> None:
    text = (
        "".join(f"key-{n}: value {n} of many that fill the file\n" for n in range(2000))
        + "last: Anna\n    Maria"
    )
    document = read(text)
    assert shown(document, document.span(("key-1999",))) == "value 1999 of many that fill the file"
    assert shown(document, document.span(("last",))) == "Anna\n    Maria"


def test_a_value_at_the_edge_of_the_first_look_is_not_cut() -> None:
    for filler in range(4060, 4110):
        document = read(f"a: {'x' * filler}\nb: Anna Maria Berg # teacher\nc: 1\n")
        assert shown(document, document.span(("b",))) == "Anna Maria Berg"


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    assert codes(b"a: [" + b"x," * (MAX_BYTES // 2) + b"]") == ["YML001"]


@pytest.mark.parametrize(
    ("raw", "guess"),
    [
        ("staff: Zoë".encode("latin-1"), "Windows-1252"),
        ("staff: Анна Петрова".encode("cp1251"), "Windows-1251"),
        ("staff: Anna".encode("utf-16"), "UTF-16"),
    ],
)
def test_another_encoding_is_named_with_its_byte(raw: bytes, guess: str) -> None:
    (finding,) = refused(raw)
    assert finding.code == "YML002"
    assert "byte" in finding.summary
    assert guess in finding.detail


def test_the_place_of_a_wrong_byte_counts_characters() -> None:
    (finding,) = refused("a: 1\nstaff: Ä".encode() + b"\xff")
    assert finding.span is not None
    assert (finding.span.line, finding.span.column) == (2, 9)


@pytest.mark.parametrize(
    "text", ["a: x\x00y", "a: \x1b[31m", "a: x # \x07", "a: x\x85y", "a: x\ry: z", "a: x\u2028y"]
)
def test_control_characters_are_refused_anywhere(text: str) -> None:
    assert set(codes(text)) == {"YML003"}


@BOTH_PARSERS
@pytest.mark.parametrize("escape", [r"\e[31m", r"\0", r"\x9b", r"\u2028", r"\a"])
def test_control_characters_written_as_escapes_are_refused(escape: str, pure: bool) -> None:
    (finding,) = refused(f'a: 1\nb: "x{escape}"', pure=pure)
    assert finding.code == "YML003"
    assert finding.span is not None
    assert (finding.span.line, finding.span.column) == (2, 4)
    assert "\x1b" not in finding.summary + finding.detail + finding.hint


@pytest.mark.parametrize(
    "text",
    [
        "a: \u202eanna",
        "a: x # \u2066 y",
        "a: an\u200bna",
        "a: an\u200dna",
        "\u2060a: x",
        r'a: "\u202e"',
        r'"\u200b": x',
    ],
)
def test_invisible_and_turning_characters_are_refused(text: str) -> None:
    assert set(codes(text)) == {"YML004"}


def test_a_tab_in_the_indentation_is_called_a_tab() -> None:
    findings = refused("a:\n\tb: 1\n  \tc: 2\n# \tfine\n\n\t\n")
    assert [(d.code, d.span.line if d.span else 0) for d in findings] == [("YML005", 2), ("YML005", 3)]
    assert "tab" in findings[0].summary


@pytest.mark.parametrize("space", ["\u00a0", "\u3000", "\u2003"])
def test_a_special_space_in_the_indentation_is_named(space: str) -> None:
    (finding,) = refused(f"a:\n {space} b: 1\n")
    assert finding.code == "YML006"
    assert f"U+{ord(space):04X}" in finding.summary


@BOTH_PARSERS
@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 200_000,
        "a: " + "{a: " * 5000,
        "a:\n  " + "- " * 5000 + "x",
        "".join(" " * n + "a:\n" for n in range(200)) + " " * 200 + "x",
    ],
)
def test_bombs_of_nesting_are_refused_at_the_cap(text: str, pure: bool) -> None:
    assert codes(text, pure=pure) == ["YML007"]


@BOTH_PARSERS
def test_nesting_up_to_the_cap_is_read(pure: bool) -> None:
    inner = MAX_DEPTH - 1
    assert read("a: " + "[" * inner + "]" * inner, pure=pure).root["a"] is not None
    assert codes("a: " + "[" * (inner + 1) + "]" * (inner + 1), pure=pure) == ["YML007"]


@BOTH_PARSERS
def test_aliases_and_anchors_are_refused_all_in_one_run(pure: bool) -> None:
    text = "a: &x [1]\nb: *x\nc: &y 2\nd: {*y : 3}\n"
    assert codes(text, pure=pure) == ["YML008"] * 4


def test_an_alias_bomb_is_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    assert set(codes("\n".join(lines))) == {"YML008", "YML018"}


@BOTH_PARSERS
def test_merge_keys_are_refused_but_not_as_text(pure: bool) -> None:
    assert codes("a:\n  <<: {b: 1}\n", pure=pure) == ["YML009"]
    assert read('"<<": x', pure=pure).root == {"<<": "x"}


@BOTH_PARSERS
@pytest.mark.parametrize(
    "text",
    ["a: !!python/object:os.system x", "a: !x y", "a: !!int 3", "a: !!map {b: 1}", "!x a: b", "a: ! b"],
)
def test_tags_are_refused(text: str, pure: bool) -> None:
    assert codes(text, pure=pure) == ["YML010"]


@BOTH_PARSERS
def test_a_second_document_is_refused_where_it_starts(pure: bool) -> None:
    (finding,) = refused("a: 1\n---\nb: 2\n", pure=pure)
    assert finding.code == "YML011"
    assert finding.span is not None
    assert finding.span.line == 2


@BOTH_PARSERS
def test_a_repeated_key_is_shown_in_both_places_at_any_depth(pure: bool) -> None:
    findings = refused("a: 1\nb:\n  - c: {d: 1, e: 2, d: 3}\n'a': 2\n", pure=pure)
    assert [d.code for d in findings] == ["YML012", "YML012"]
    assert [(d.span.line, d.span.column) for d in findings if d.span] == [(3, 21), (4, 1)]
    assert [(d.related[0][1].line, d.related[0][1].column) for d in findings] == [(3, 9), (1, 1)]


@BOTH_PARSERS
@pytest.mark.parametrize("text", ["? [a, b]\n: c", "{{a: 1}: 2}", "? {a: 1}\n: 2", "? \n: x"])
def test_keys_that_are_no_words_are_refused(text: str, pure: bool) -> None:
    assert codes(text, pure=pure) == ["YML013"]


@BOTH_PARSERS
@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "~", "\n\n"])
def test_an_empty_file_is_called_empty(text: str, pure: bool) -> None:
    assert codes(text, pure=pure) == ["YML014"]


@BOTH_PARSERS
@pytest.mark.parametrize("text", ["- a\n- b", "just text", '"x"', "[a: {}]"])
def test_a_file_without_keys_is_refused(text: str, pure: bool) -> None:
    assert "YML015" in codes(text, pure=pure)


@BOTH_PARSERS
@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nroom: Room 2: big", 2, "quotes"),
        ("a: @home", 1, "quotes"),
        ("a: %x", 1, "quotes"),
        ("a: `x`", 1, "quotes"),
        ("a: & b", 1, "quotes"),
        ('a: 1\nb: "x\nc: 2\n', 2, "close it"),
        ("a: [1, 2\nb: 3", 2, "[first, second]"),
        ("a: {b: 1\nc: 2", 2, "{key: value"),
        ("a: 'it's'", 1, "it's"),
        ("a:\n  b: 1\n c: 2", 3, "indentation"),
        ("a:\n  - x\n  b: 1", 3, '"- "'),
        ("a: b\nfoo\nb: c", 3, "key: value"),
        ('a: "\\d"', 1, "single quotes"),
        ("a: - b", 1, "next line"),
        ("a: ]", 1, "quotes"),
        ("a: |x\n b", 1, "line"),
        ("a: b\n...\nc: d", 3, "indentation"),
        ("%YAML 2.0\n---\na: b", 1, ""),
    ],
)
def test_a_syntax_error_tells_place_and_usual_cause(text: str, line: int, words: str, pure: bool) -> None:
    finding = refused(text, pure=pure)[-1]
    assert finding.code in {"YML016", "YML011"}
    assert finding.span is not None
    assert finding.span.line == line
    assert words in finding.hint


@BOTH_PARSERS
def test_a_pair_inside_brackets_needs_braces(pure: bool) -> None:
    assert codes("parallel: [staff: Ben, room: lane 1]", pure=pure) == ["YML017", "YML017"]


def test_all_findings_come_in_one_run_and_in_order() -> None:
    text = "a: !x 1\nb: *c\na: 2\nd: {<<: 1}\ne: [f: 1]\ng: x: y\n"
    assert codes(text) == ["YML010", "YML008", "YML012", "YML009", "YML017", "YML016"]


def test_many_findings_are_counted_not_listed() -> None:
    findings = refused("a: 1\n" + "a: 2\n" * 20_000)
    assert len(findings) == 51
    assert findings[-1].code == "YML018"
    assert "19950 more" in findings[-1].summary


def test_findings_never_repeat_what_could_harm_a_terminal() -> None:
    for finding in refused('"a\\e[1m": 1\n"a\\e[1m": 2\nb: !\u00abx 1\n'):
        assert (finding.summary + finding.detail + finding.hint).isprintable()


@pytest.mark.parametrize("pure", [False, True])
def test_a_thousand_broken_files_raise_nothing(pure: bool) -> None:
    rnd = random.Random(5)
    pieces = [
        *"a\n[]{},'\"#|>%@\\~\té\u200b",
        ": ",
        "  ",
        "- ",
        "&x",
        "*x",
        "!t",
        "? ",
        "---\n",
        "...\n",
        "<<",
        "18:30",
        "\r\n",
    ]
    for _ in range(1000):
        raw = "".join(rnd.choice(pieces) for _ in range(rnd.randrange(1, 25))).encode()
        if rnd.random() < 0.2:
            raw = bytes(rnd.randrange(256) for _ in range(30))
        parsed = parse_document("s.yaml", raw, pure=pure)
        assert (parsed.document is None) == bool(parsed.diagnostics), raw
