"""Whatever people or the booking system write, the browser shows it as text and does nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.reading import DESKTOP, PHONE, opened
from builders import ANNA, BEN, BIG_HALL, PILATES, YOGA, an_activity, an_occurrence
from playwright.sync_api import Browser, ViewportSize
from unit.render.render_plans import a_location_plan, a_plan, create

from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.model.names import Names
from reconciler.model.occurrence import Removal, Step, StepKind
from reconciler.model.plan import Action, ActionKind, FieldChange, Reason
from reconciler.render import plan_view
from reconciler.render.html import to_html

HOSTILE = (
    "\"><script>alert(1)</script><img src=x onerror=alert(2)><svg/onload=alert(3)>'\u202egnp.exe\x1b[2J"
    "</style></title><a href=javascript:alert(4)>x</a>&#x3c;{{ 7*7 }}\n]]>--><!--"
)
LONG = "Wettkampfgymnastikvorbereitungskurs" * 30


def hostile_report(folder: Path, text: str) -> Path:
    names = Names(
        staff={ANNA: text, BEN: text + "2"},
        services={YOGA: text, PILATES: text + "3"},
        rooms={BIG_HALL: text},
        labels={},
    )
    span = Span(text, 3, 1, 3, 9)
    trace = (Step(StepKind.PATTERN, text, span), Step(StepKind.EXCEPTION, text, span))
    wanted = an_occurrence(comment=text[:200], instructions=text)._replace(trace=trace)
    held = Action(
        kind=ActionKind.HOLD,
        reason=Reason.DOUBTFUL_STAFF,
        occurrence=an_occurrence(at="09:00")._replace(trace=trace),
        activity=an_activity(at="09:00", booked=7, staff_id=BEN, title=text),
    )
    differs = Action(
        kind=ActionKind.REPORT,
        reason=Reason.DIFFERS,
        occurrence=an_occurrence(at="12:00"),
        activity=an_activity(at="12:00", booked=2, service_id=PILATES),
        changes=(FieldChange(field="comment", before=text, after=text + "!"),),
    )
    part = a_location_plan([create(wanted), held, differs], names=names)
    part = part.__class__(
        **{
            **{name: getattr(part, name) for name in part.__slots__},
            "removals": (Removal(wanted.series, wanted.date.replace(day=14), trace),),
        }
    )
    finding = Diagnostic(
        code="SCH001", severity=Severity.WARNING, summary=text, detail=text, hint=text, span=span
    )
    page = folder / "report.html"
    page.write_text(
        to_html(plan_view(a_plan(part, environment=text, diagnostics=(finding,)))), encoding="utf-8"
    )
    return page


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("text", [HOSTILE, LONG], ids=["script", "long"])
def test_names_are_only_text(browser: Browser, tmp_path: Path, text: str, size: ViewportSize) -> None:
    with opened(browser, hostile_report(tmp_path, text), size) as reading:
        page = reading.page
        page.eval_on_selector_all("details", "all => all.forEach((e) => { e.open = true; })")
        assert page.locator("script").count() == 2
        assert page.locator("img, svg[onload], main style, iframe, a:not([href^='#'])").count() == 0
        assert page.locator(".chip").count() == 3
        page.fill("#search", text[:40].replace("\n", " "))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert Axe().run(page).response["violations"] == []
        assert "\u202e" not in page.content()
        assert reading.said == []
        assert reading.asked == []


def test_filters_work_with_them(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, hostile_report(tmp_path, HOSTILE)) as reading:
        page = reading.page
        page.select_option("#service", index=2)
        assert page.locator(".chip:not([hidden])").count() == 1
        assert reading.said == []
