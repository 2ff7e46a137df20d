from __future__ import annotations

import json
import re
from base64 import b64encode
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from builders import BEN, PILATES, YOGA, an_activity, an_occurrence
from unit.render.render_plans import NAMES, a_location_plan, a_plan, create, weekly

from reconciler.model.names import Names
from reconciler.model.plan import Action, ActionKind, FieldChange, Gate, Reason, Selection
from reconciler.model.window import Window
from reconciler.render import PlanView, plan_view
from reconciler.render.html import to_html

FIRST, LAST = date(2026, 9, 7), date(2026, 11, 1)
VOID = {"meta", "input", "br", "link", "img", "hr"}


class Reader(HTMLParser):
    """Elements with their attributes and what they say; complains about tags that do not match."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._open: list[int] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), []))
        if tag not in VOID:
            self._open.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        assert self.elements[self._open.pop()][0] == tag

    def handle_data(self, data: str) -> None:
        for place in self._open:
            self.elements[place][2].append(data)

    def all(self, tag: str, css_class: str = "") -> list[tuple[dict[str, str | None], str]]:
        return [
            (attributes, " ".join("".join(words).split()))
            for name, attributes, words in self.elements
            if name == tag and (not css_class or css_class in (attributes.get("class") or "").split())
        ]


def a_view(*actions: Action, names: Names = NAMES, **changed: object) -> PlanView:
    return plan_view(a_plan(a_location_plan(actions, names=names), **changed))


def a_season() -> list[Action]:
    occurrences = [
        *weekly("yoga", {0, 2}, FIRST, LAST),
        *weekly("pilates", {3}, FIRST, LAST, service_id=PILATES, staff_id=BEN),
        *weekly("workshop", {5}, date(2026, 9, 12), date(2026, 9, 12), service_id=PILATES),
    ]
    return list(map(create, occurrences))


def test_every_create_is_in_the_week_once_and_in_a_list_of_dates_once() -> None:
    view = a_view(*a_season())
    page = Reader(to_html(view))
    assert len(page.all("time")) == view["summary"]["add"] == 25
    chips = [int(attributes["data-n"] or 0) for attributes, _ in page.all("li", "chip")]
    assert sum(chips) == 25
    assert [words for _, words in page.all("li", "create") if "to add" in words] == ["25 to add"]
    assert len(page.all("li", "chip")) == 4
    assert [attributes["id"] for attributes, _ in page.all("article", "class")] == [
        "class-mitte--pilates",
        "class-mitte--workshop",
        "class-mitte--yoga",
    ]


def test_an_entry_of_the_week_leads_to_its_class() -> None:
    page = Reader(to_html(a_view(*a_season())))
    targets = {attributes["id"] for attributes, _ in page.all("article")}
    links = [attributes["href"] for attributes, words in page.all("a") if words != "To the timetable"]
    assert len(links) == 4
    assert {str(link).removeprefix("#") for link in links} == targets


def test_what_is_held_back_and_what_deviates_says_why_and_what_next() -> None:
    held = Action(
        kind=ActionKind.HOLD,
        reason=Reason.DOUBTFUL_STAFF,
        occurrence=an_occurrence(),
        activity=an_activity(booked=7, staff_id=BEN),
    )
    clash = Action(kind=ActionKind.HOLD, reason=Reason.CLASH, occurrence=an_occurrence(at="10:00"))
    differs = Action(
        kind=ActionKind.REPORT,
        reason=Reason.DIFFERS,
        occurrence=an_occurrence(at="12:00"),
        activity=an_activity(at="12:00", capacity=10, booked=2),
        changes=(FieldChange(field="capacity", before=10, after=12),),
    )
    page = Reader(to_html(a_view(held, clash, differs)))
    words = " ".join(text for _, text in page.all("article"))
    assert "there: 18:30-19:30 Yoga Flow · Ben · big hall, 7 booked (activity 9001)" in words
    assert "seats: 10 → 12" in words
    assert "2 people booked; activity 9001" in words
    assert words.count("Next: ") == 3


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>\x1b[2J\u202e{{ 7*7 }}'


def test_hostile_names_are_only_text() -> None:
    names = Names(staff={}, services={YOGA: HOSTILE, PILATES: HOSTILE}, rooms={}, labels={})
    text = to_html(a_view(*a_season(), names=names))
    page = Reader(text)
    assert len(page.all("script")) == 2
    assert page.all("img") == []
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    services = {attributes["data-service"] for attributes, _ in page.all("li", "chip")}
    assert services == {HOSTILE.replace("\x1b", "\\x1b").replace("\u202e", "\\u202e")}
    assert "49" not in {words for _, words in page.all("span", "service")}


def test_the_page_asks_nothing_of_the_network_and_runs_nothing_else() -> None:
    text = to_html(a_view(*a_season()))
    page = Reader(text)
    (policy,) = (
        a["content"] for a, _ in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy"
    )
    assert str(policy).startswith("default-src 'none';")
    style = re.search("<style>(.*?)</style>", text, re.DOTALL)
    script = re.search("<script>(.*?)</script>", text, re.DOTALL)
    assert style is not None
    assert script is not None
    for kind, source in (("style-src", style[1]), ("script-src", script[1])):
        digest = b64encode(sha256(source.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in str(policy)
    for tag, attributes, _ in page.elements:
        assert "src" not in attributes, tag
        assert "style" not in attributes, tag
        assert not any(name.startswith("on") for name in attributes), tag
        assert str(attributes.get("href", "#")).startswith("#"), tag
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_programs_find_the_series_as_schema_org_data() -> None:
    text = to_html(a_view(*a_season()))
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    graph = json.loads(found[1])["@graph"]
    yoga = next(each for each in graph if each["@id"].endswith("mitte/yoga"))
    assert yoga["eventSchedule"] == {
        "@type": "Schedule",
        "startDate": "2026-09-07",
        "endDate": "2026-10-28",
        "startTime": "18:30:00",
        "scheduleTimezone": "Europe/Berlin",
        "repeatCount": 16,
        "endTime": "19:30:00",
        "byDay": ["https://schema.org/Monday", "https://schema.org/Wednesday"],
        "repeatFrequency": "P1W",
    }
    assert sum(each["eventSchedule"]["repeatCount"] for each in graph) == 25


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"sandbox": True}, "no real studio is touched"),
        ({"selection": Selection(window=Window(), targets=("mitte/yoga",))}, "only a selection"),
    ],
)
def test_what_limits_the_plan_is_said_at_the_top(changed: dict[str, object], said: str) -> None:
    banners = [words for _, words in Reader(to_html(a_view(*a_season(), **changed))).all("p", "banner")]
    assert len(banners) == 1
    assert said in banners[0]


def test_a_gate_that_refuses_is_said_at_the_top() -> None:
    gate = Gate(name="max-creates", limit="at most 10", actual="25 creates", passed=False, remedy="Raise it.")
    part = a_location_plan(a_season(), gates=(gate,))
    ((_, words),) = Reader(to_html(plan_view(a_plan(part)))).all("p", "banner")
    assert words == "Cannot be applied: max-creates at mitte. 25 creates; at most 10. Raise it."


def test_a_plan_without_changes_says_so() -> None:
    page = Reader(to_html(a_view()))
    assert [words for _, words in page.all("p", "nothing")] == [
        "No changes. The timetable matches the files."
    ]
