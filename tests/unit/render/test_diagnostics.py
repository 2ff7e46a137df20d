"""The same findings in every form of `validate`."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from textwrap import dedent

from unit.render.render_plans import a_style

from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.render import diagnostics_of, diagnostics_to_json, diagnostics_to_text, validation_view
from reconciler.render.github_text import to_github
from reconciler.render.junit_text import to_junit
from reconciler.render.sarif_text import to_sarif

FILE = "schedules/autumn.yaml"
SOURCES = {FILE: 'version: 1\nclasses:\n  - id: yoga\n    tiem: "18:30"\n\tname: 初心 x\r\n'}
TYPO = Diagnostic(
    code="SCH001",
    severity=Severity.ERROR,
    summary='unknown key "tiem"',
    detail="A class has no such key",
    hint='did you mean "at"?',
    span=Span(FILE, 4, 5, 4, 9),
)
CLASH = Diagnostic(
    code="EXP009",
    severity=Severity.WARNING,
    summary="two classes share Anna",
    span=Span(FILE, 3, 5, 3, 7),
    related=(("the other one", Span("b.yaml", 12, 1, 12, 3)),),
)
NOWHERE = Diagnostic(code="FIL001", severity=Severity.ERROR, summary="no files", hint="run init")
ALL = (TYPO, CLASH, NOWHERE)


def drawn(*found: Diagnostic, width: int = 100) -> str:
    return diagnostics_to_text(found, SOURCES, a_style(width))


def pointed(line: str, span: Span, width: int = 60) -> tuple[str, str]:
    """The line as shown, and the line of carets below it."""
    found = Diagnostic(code="X", severity=Severity.ERROR, summary="s", span=span)
    lines = diagnostics_to_text([found], {span.file: line}, a_style(width)).split("\n")
    return lines[3].partition("| ")[2], lines[4].partition("| ")[2]


def test_a_finding_reads_like_a_compiler() -> None:
    assert drawn(TYPO) == dedent("""\
        error[SCH001]: unknown key "tiem"
         --> schedules/autumn.yaml:4:5
          |
        4 |     tiem: "18:30"
          |     ^^^^
          = A class has no such key
          = help: did you mean "at"?

        1 error
        """)


def test_related_places_follow_and_the_order_is_that_of_the_files() -> None:
    assert drawn(*ALL) == dedent("""\
        error[FIL001]: no files
          = help: run init

        warning[EXP009]: two classes share Anna
          --> schedules/autumn.yaml:3:5
           |
         3 |   - id: yoga
           |     ^^
           = the other one
          --> b.yaml:12:1

        error[SCH001]: unknown key "tiem"
         --> schedules/autumn.yaml:4:5
          |
        4 |     tiem: "18:30"
          |     ^^^^
          = A class has no such key
          = help: did you mean "at"?

        2 errors, 1 warning
        """)


def test_nothing_to_say_is_nothing() -> None:
    assert drawn() == ""


def test_colour_adds_only_colour() -> None:
    coloured = diagnostics_to_text(ALL, SOURCES, a_style(color=True))
    for code in ("0", "34", "1;31", "1;33"):
        assert f"\x1b[{code}m" in coloured
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert coloured == drawn(*ALL)


def test_tabs_take_four_columns() -> None:
    assert pointed("\tname: x", Span("f", 1, 2, 1, 6)) == ("    name: x", "    ^^^^")


def test_wide_characters_are_underlined_whole() -> None:
    assert pointed("初心 x", Span("f", 1, 1, 1, 3)) == ("初心 x", "^^^^")
    assert pointed("初心 x", Span("f", 1, 4, 1, 5)) == ("初心 x", "     ^")


def test_hostile_characters_are_shown_and_pointed_at() -> None:
    assert pointed("a\x1b[2J\u202e", Span("f", 1, 2, 1, 3)) == ("a\\x1b[2J\\u202e", " ^^^^")


def test_long_lines_are_cut_around_the_caret() -> None:
    line = "a" * 500 + "HERE" + "b" * 500
    shown, carets = pointed(line, Span("f", 1, 501, 1, 505), width=60)
    assert shown == "…" + "a" * 18 + "HERE" + "b" * 32 + "…"
    assert carets == " " * 19 + "^^^^"


def test_a_span_over_several_lines_is_underlined_to_the_end_of_the_first() -> None:
    assert pointed("classes:\n  - x", Span("f", 1, 3, 2, 4)) == ("classes:", "  ^^^^^^")


def test_carets_stay_in_the_width() -> None:
    shown, carets = pointed("x" * 900, Span("f", 1, 1, 1, 901), width=60)
    assert max(len(shown), len(carets)) <= 56


def test_places_that_the_file_does_not_have_are_named_only() -> None:
    for span in (Span(FILE, 99, 1, 99, 2), Span(FILE, 0, 0, 0, 0), Span("gone.yaml", 1, 1, 1, 2)):
        text = diagnostics_to_text(
            [Diagnostic(code="X", severity=Severity.NOTICE, summary="s", span=span)], SOURCES, a_style()
        )
        assert f"--> {span}\n\n1 notice\n" in text


def test_a_place_behind_the_end_of_its_line_has_one_caret() -> None:
    assert pointed("abc", Span("f", 1, 90, 1, 99)) == ("abc", "   ^")
    assert pointed("", Span("f", 1, 1, 1, 1)) == ("", "^")


def test_text_of_others_cannot_escape() -> None:
    hostile = Diagnostic(
        code="X\x1b", severity=Severity.ERROR, summary="a\nb", detail="\x07", hint="::error::", span=None
    )
    text = drawn(hostile)
    assert text == "error[X\\x1b]: a\\nb\n  = \\x07\n  = help: \\x3a:error\\x3a:\n\n1 error\n"


def test_json_has_the_shape_of_validate() -> None:
    view = json.loads(diagnostics_to_json(ALL))
    assert (view["valid"], view["error_count"], view["warning_count"]) == (False, 2, 1)
    assert [each["code"] for each in view["diagnostics"]] == ["FIL001", "EXP009", "SCH001"]
    assert view["diagnostics"][0]["range"] is None
    assert view["diagnostics"][2] == {
        "code": "SCH001",
        "severity": "error",
        "summary": 'unknown key "tiem"',
        "detail": "A class has no such key",
        "range": {
            "filename": FILE,
            "start": {"line": 4, "column": 5},
            "end": {"line": 4, "column": 9},
        },
        "hint": 'did you mean "at"?',
        "related": [],
    }
    assert validation_view([CLASH])["valid"]


def test_findings_survive_the_view() -> None:
    assert set(diagnostics_of(validation_view(ALL)["diagnostics"])) == set(ALL)


def test_github_gets_one_command_for_each_finding() -> None:
    hostile = Diagnostic(
        code="X,1", severity=Severity.NOTICE, summary="50%\n::error::", span=Span("a,b:c.yaml", 1, 1, 2, 9)
    )
    assert to_github([*ALL, hostile]) == (
        "::error title=FIL001::no files%0Arun init\n"
        "::notice file=a%2Cb%3Ac.yaml,line=1,col=1,endLine=2,title=X%2C1::50%25%0A::error::\n"
        "::warning file=schedules/autumn.yaml,line=3,col=5,endLine=3,endColumn=7,title=EXP009::"
        "two classes share Anna%0Ab.yaml:12:1: the other one\n"
        "::error file=schedules/autumn.yaml,line=4,col=5,endLine=4,endColumn=9,title=SCH001::"
        'unknown key "tiem"%0AA class has no such key%0Adid you mean "at"?\n'
    )


def test_sarif_has_what_scanners_ask_for() -> None:
    log = json.loads(to_sarif([*ALL, TYPO]))
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["EXP009", "FIL001", "SCH001"]
    results = run["results"]
    assert [(each["ruleId"], each["ruleIndex"], each["level"]) for each in results] == [
        ("FIL001", 1, "error"),
        ("EXP009", 0, "warning"),
        ("SCH001", 2, "error"),
        ("SCH001", 2, "error"),
    ]
    assert results[2]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": FILE},
        "region": {"startLine": 4, "startColumn": 5, "endLine": 4, "endColumn": 9},
    }
    assert len({each["partialFingerprints"]["finding/v1"] for each in results}) == 4
    assert results[1]["relatedLocations"][0]["message"]["text"] == "the other one"


def test_sarif_fingerprints_do_not_move_with_the_lines() -> None:
    def fingerprint(line: int) -> str:
        span = Span(FILE, line, 5, line, 9)
        found = Diagnostic(code="X", severity=Severity.ERROR, summary="\ud800", span=span)
        return json.loads(to_sarif([found]))["runs"][0]["results"][0]["partialFingerprints"]["finding/v1"]

    assert fingerprint(4) == fingerprint(40)


def test_junit_has_a_suite_for_each_file() -> None:
    tree = ET.fromstring(to_junit(ALL, [FILE, "good.yaml", FILE]))
    assert (tree.get("tests"), tree.get("failures")) == ("4", "2")
    suites = {suite.get("name"): suite for suite in tree}
    assert list(suites) == ["good.yaml", "project", FILE]
    assert [case.get("name") for case in suites["good.yaml"]] == ["valid"]
    assert [case.get("name") for case in suites[FILE]] == ["EXP009 at 3:5", "SCH001 at 4:5"]
    failures = suites[FILE].findall("testcase/failure")
    assert [failure.get("message") for failure in failures] == ['unknown key "tiem"']
    assert suites[FILE].find("testcase/system-out") is not None


def test_junit_stays_xml_whatever_the_file_is_called() -> None:
    hostile = Diagnostic(
        code="X", severity=Severity.ERROR, summary="]]>\x1b<a>", span=Span('"<&\x00.yaml', 1, 1, 1, 2)
    )
    tree = ET.fromstring(to_junit([hostile], []))
    assert [suite.get("name") for suite in tree] == ['"<&\\x00.yaml']
