"""Findings in the files stand beside a plan: counted in its text, listed in its comment."""

from __future__ import annotations

from unit.render.render_plans import a_style

from reconciler.render.diagnostic_shape import DiagnosticView, RangeView
from reconciler.render.findings_words import findings_counted, findings_markdown, findings_section

RANGE: RangeView = {
    "filename": "a.yaml",
    "start": {"line": 3, "column": 5},
    "end": {"line": 3, "column": 9},
}


def a_finding(severity: str = "warning", summary: str = "two classes overlap") -> DiagnosticView:
    return {
        "code": "EXP016",
        "severity": severity,
        "summary": summary,
        "detail": "both need Anna",
        "range": RANGE,
        "hint": "move one",
        "related": [{"text": "the other", "range": RANGE}],
    }


def test_findings_are_counted_by_weight() -> None:
    assert findings_counted([]) == ""
    assert findings_counted([a_finding(), a_finding("error"), a_finding()]) == "1 error, 2 warnings"
    assert findings_section([], a_style()) == []
    assert findings_section([a_finding("notice")], a_style()) == [
        'In the files: 1 notice. "reconciler validate" tells it.'
    ]


def test_a_comment_tells_what_where_why_and_what_to_do() -> None:
    why = "both need Anna<br>the other (a.yaml:3)"
    assert findings_markdown([a_finding()], 9_000) == [
        "",
        "#### In the files: 1 warning",
        "",
        f"- `warning` EXP016: two classes overlap (a.yaml:3)<br>{why}<br>Next: move one",
    ]
    assert findings_markdown([], 9_000) == []


def test_many_warnings_are_folded_but_never_an_error() -> None:
    many = [a_finding()] * 6
    assert "<summary>In the files: 6 warnings</summary>" in findings_markdown(many, 9_000)
    assert "<details>" not in findings_markdown([a_finding("error"), *many], 9_000)


def test_what_has_no_room_is_counted() -> None:
    lines = findings_markdown([a_finding("error")] * 9, 300)
    assert "#### In the files: 9 errors" in lines
    assert any(line.startswith("… and 7 more findings that this comment has no room for") for line in lines)


def test_text_of_others_cannot_break_out_of_the_list() -> None:
    (_, _, _, line) = findings_markdown([a_finding(summary="<b>@all\n# heading")], 9_000)
    assert "\n" not in line
    assert "<b>" not in line
    assert "@" not in line
