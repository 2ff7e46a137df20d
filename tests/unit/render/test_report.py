from __future__ import annotations

import json
from datetime import date
from textwrap import dedent

from builders import an_occurrence
from unit.render.render_plans import NAMES, NOW, a_location_plan, a_plan, a_style, create

from reconciler.model.diagnostic import Diagnostic, Severity
from reconciler.model.report import Created, NotAttempted, Refused, Report, Unknown
from reconciler.render import outcome_view, plan_view, report_to_text, report_view, stream, to_json_line

MITTE = {"mitte": NAMES}
MONDAYS = [date(2026, 9, day) for day in (7, 14, 21, 28)]
DONE = Created(occurrence=an_occurrence(day=MONDAYS[0]), activity_id=4711)
NO = Refused(
    occurrence=an_occurrence(day=MONDAYS[1]),
    status=422,
    message="Staff\x1b[2J is busy",
    field_errors=(("staff_id", "busy ::error::"),),
)
NO_TOO = Refused(
    occurrence=an_occurrence(day=MONDAYS[2]),
    status=422,
    message=NO.message,
    field_errors=NO.field_errors,
)
LOST = Unknown(occurrence=an_occurrence(day=MONDAYS[2]), message="no answer within 30 s")
LEFT = NotAttempted(occurrence=an_occurrence(day=MONDAYS[3]), message="")


def text(*outcomes: object, expand: bool = False) -> str:
    return report_to_text(report_view(Report(outcomes=outcomes), MITTE), a_style(expand=expand))


def test_a_complete_apply_is_one_line() -> None:
    assert text(DONE) == "Apply complete: 1 added, 0 changed, 0 destroyed.\n"
    assert text() == "Apply complete: 0 added, 0 changed, 0 destroyed.\n"


def test_whatever_failed_says_why_where_and_what_to_do() -> None:
    assert text(DONE, NO, NO_TOO, LOST, LEFT) == dedent("""\
        Refused by the booking system; nothing was created: 2 classes
          ! mitte/yoga-evening  (schedules/autumn.yaml:4)
            2026-09-14 18:30, 2026-09-21 18:30
            "Staff\\x1b[2J is busy" (status 422)
            staff_id: "busy \\x3a:error\\x3a:"
          Next: Correct the class or the booking system, then plan and apply again.

        Unknown: the answer was lost, so the class may or may not exist: 1 class
          ! mitte/yoga-evening  (schedules/autumn.yaml:4)
            2026-09-21 18:30
            "no answer within 30 s"
          Next: Run apply again: it looks before it writes. Do not create the class by hand before that.

        Not attempted: the run ended before their turn; nothing was created: 1 class
          ! mitte/yoga-evening  (schedules/autumn.yaml:4)
            2026-09-28 18:30
          Next: Plan and apply again when the cause is gone.

        Apply incomplete: 1 added, 0 changed, 0 destroyed.
        2 refused, 1 unknown, 1 not attempted.
        """)


def test_long_lists_are_folded_unless_asked_for() -> None:
    days = [date(2026, 9, day) for day in range(1, 10)]
    left = [NotAttempted(occurrence=an_occurrence(day=day), message="") for day in days]
    assert "2026-09-06 18:30 and 3 more\n" in text(*left)
    assert "2026-09-09 18:30" in text(*left, expand=True)


def test_colour_adds_only_colour() -> None:
    view = report_view(Report(outcomes=(DONE, LOST)), MITTE)
    coloured = report_to_text(view, a_style(color=True))
    for code in ("0", "1;31", "1;35"):
        assert f"\x1b[{code}m" in coloured
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert coloured == report_to_text(view, a_style())


def test_the_view_keeps_every_outcome() -> None:
    view = report_view(Report(outcomes=(DONE, NO, LOST, LEFT)), MITTE)
    assert view["summary"] == {
        "added": 1,
        "changed": 0,
        "destroyed": 0,
        "refused": 1,
        "unknown": 1,
        "not_attempted": 1,
        "recovered": 0,
        "differing": 0,
    }
    assert [each["outcome"] for each in view["outcomes"]] == [
        "created",
        "refused",
        "unknown",
        "not_attempted",
    ]
    assert view["outcomes"][1] == {
        "address": "mitte/yoga-evening/2026-09-14",
        "outcome": "refused",
        "start": "2026-09-14T18:30:00",
        "names": {"service": "Yoga Flow", "staff": "Anna", "rooms": ["big hall"], "labels": []},
        "origin": {"file": "schedules/autumn.yaml", "line": 4},
        "activity_id": None,
        "activity_ids": [],
        "recovered": False,
        "differs": "",
        "status": 422,
        "message": "Staff\x1b[2J is busy",
        "field_errors": [{"field": "staff_id", "message": "busy ::error::"}],
    }


def test_the_stream_has_terraforms_lines() -> None:
    view = plan_view(a_plan(a_location_plan([create(DONE.occurrence)])))
    address = DONE.occurrence.address
    warning = Diagnostic(code="EXP001", severity=Severity.WARNING, summary="s")
    lines = [
        stream.version_line(NOW),
        stream.planned_change_line(view["resource_changes"][0], NOW),
        stream.planned_summary_line(view, NOW),
        stream.apply_start_line(address, NOW),
        stream.apply_progress_line(address, 10, NOW),
        stream.outcome_line(outcome_view(DONE, MITTE), 11, NOW),
        stream.outcome_line(outcome_view(NO, MITTE), 1, NOW),
        stream.applied_summary_line(report_view(Report(outcomes=(DONE, NO)), MITTE), NOW),
        stream.diagnostic_line(warning, NOW),
    ]
    assert [line["type"] for line in lines] == [
        "version",
        "planned_change",
        "change_summary",
        "apply_start",
        "apply_progress",
        "apply_complete",
        "apply_errored",
        "change_summary",
        "diagnostic",
    ]
    assert {line["@timestamp"] for line in lines} == {"2026-09-01T08:00:00Z"}
    assert [line["@level"] for line in lines] == ["info"] * 6 + ["error", "info", "warn"]
    assert lines[2]["changes"] == {"add": 1, "change": 0, "remove": 0, "operation": "plan"}
    assert lines[5]["hook"] == {
        "resource": {"addr": address},
        "action": "create",
        "outcome": "created",
        "elapsed_seconds": 11,
        "id_key": "id",
        "id_value": "4711",
    }
    assert lines[6]["hook"]["outcome"] == "refused"
    assert lines[7]["@message"] == "Apply incomplete: 1 added, 0 changed, 0 destroyed."
    assert lines[7]["changes"]["refused"] == 1
    for line in lines:
        written = to_json_line(line)
        assert written.count("\n") == 1
        assert json.loads(written) == line
