"""Every fact of the JSON view stands in each format or is counted there, and no format says another one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from calendars import Entry, read_calendar
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from property.drawn_plans import comparisons, plans
from property.facts import (
    FIELD_WORDS,
    ClassFact,
    MarkdownRule,
    Node,
    class_facts,
    day_of,
    hours_of,
    markdown_rules,
    markdown_tables,
    plain_markdown,
    read_csv,
    read_html,
    sections_of,
    squeezed,
    without_offsets,
)
from property.spoken_dates import dates_told
from unit.render.render_plans import a_style

from reconciler.model.marker import split_marker
from reconciler.render import FORMATS, diff_view, plan_view
from reconciler.render.calendar_entries import STATES, State
from reconciler.render.escape import for_calendar, for_csv, for_markdown, for_terminal, visible
from reconciler.render.shape import TOOL, PlanView
from reconciler.render.to_ics import plan_to_ics

SOME = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
WIDE = a_style(200)
VIEWS = st.one_of(plans().map(plan_view), comparisons().map(diff_view))
KIND_OF_SIGN = {"+": "create", "~": "differs", "-": "undeclared", "=": "native", "!": "decide", " ": "same"}
SECTION_OF_SIGN = {"+": "classes", "~": "classes", "-": "classes", " ": "in-place"}


def removed_addresses(view: PlanView) -> list[tuple[str, str]]:
    """Address and date of what rules took out."""
    return [
        (address, day["date"])
        for removal in view["removals"]
        for day in removal["days"]
        for address in day["addresses"]
    ]


def folded_into_rules(view: PlanView) -> list[ClassFact]:
    """What is told by class and rule: all that changes, but for what a rule takes out."""
    told = {address for address, _ in removed_addresses(view)} if "comparison" in view else set()
    return [
        fact
        for fact in class_facts(view)
        if fact.section == "changes" and fact.sign != " "
        and not (fact.sign == "-" and fact.entry["address"] in told)
    ]  # fmt: skip


# --- CSV: a row for each class, with everything that it has.


def details_row(details: Any) -> tuple[str, ...]:
    names = details["names"]
    cells = (
        names["service"], names["staff"], "; ".join(names["rooms"] or ()), "; ".join(names["labels"] or ()),
        details["start"], details["timezone"], details["capacity"], details["length_s"], details["break_s"],
        details["color"], details["comment"], details["instructions"], details["stream_link"],
        "yes" if details.get("force") else "",
    )  # fmt: skip
    return tuple("" if cell is None else for_csv(str(cell)) for cell in cells)


CSV_DETAILS = (
    "service", "staff", "rooms", "labels", "start", "timezone", "capacity", "length_s", "break_s", "color",
    "comment", "instructions", "stream_link", "may_overlap",
)  # fmt: skip


def csv_expected(view: PlanView) -> Iterable[tuple[object, ...]]:
    for each in view["resource_changes"]:
        (action,), before, after = (
            each["change"]["actions"], each["change"]["before"], each["change"]["after"],
        )  # fmt: skip
        yield action, each["reason"], each["address"], details_row(after or before)
        if action == "update" or "previous_address" in each:
            yield "was", "", each.get("previous_address", each["address"]), details_row(before)
    for section, change in (("held_back", "held back"), ("conflicts", "clash")):
        for held in view[section]:  # type: ignore[literal-required]  # keys of lists
            yield change, held["reason"], held["address"], details_row(held["after"])
            for other in held["others"]:
                yield "in the way", held["reason"], "", details_row(other["before"])
    for drift in view["drift"]:
        yield "drift", drift["reason"], drift["address"] or "", details_row(drift["before"])
        if drift["after"] is not None:
            yield "wanted", drift["reason"], drift["address"] or "", details_row(drift["after"])
    for removal in view["removals"]:
        for day in removal["days"]:
            for address in day["addresses"]:
                yield "removed", removal["kind"], address, for_csv(day["text"])


@SOME
@given(VIEWS)
def test_a_spreadsheet_has_a_row_for_every_fact_and_no_other(view: PlanView) -> None:
    rows = read_csv(FORMATS["csv"](view, WIDE))
    told = [
        (
            row["change"],
            row["reason"],
            row["address"],
            row["comment"] if row["change"] == "removed" else tuple(row[key] for key in CSV_DETAILS),
        )
        for row in rows
    ]
    assert Counter(told) == Counter(csv_expected(view))
    numbers = [int(row["activity_id"]) for row in rows if row["change"] in {"drift", "in the way"}]
    held = (*view["held_back"], *view["conflicts"])
    others = [other["activity_id"] for each in held for other in each["others"]]
    assert sorted(numbers) == sorted([*others, *(each["activity_id"] for each in view["drift"])])
    heads = sum(int(row["booked"] or 0) for row in rows)
    assert heads == sum(
        each["booked"] or 0 for each in (*view["drift"], *(one for h in held for one in h["others"]))
    )


# --- HTML: a date for each class, with who, where and why.


def html_groups(section: Node | None) -> Iterable[tuple[Node, Node, Node]]:
    """Group, part and date of each class in a section."""
    for group in section.all("div", "group") if section else ():
        for part in group.all("div", "part"):
            for one in part.all("ul", "days")[0].all("li"):
                yield group, part, one


def html_fact(fact: ClassFact) -> tuple[object, ...]:
    names = fact.details["names"]
    return (
        KIND_OF_SIGN[fact.sign],
        fact.day.isoformat(),
        visible(names["service"] or ""),
        visible(names["staff"] or ""),
        "\n".join(map(visible, names["rooms"] or ())),
    )


@SOME
@given(VIEWS)
def test_the_report_has_a_date_for_every_class_and_no_other(view: PlanView) -> None:
    page = read_html(FORMATS["html"](view, WIDE))
    sections = sections_of(page)
    expected: dict[str, Counter[tuple[object, ...]]] = {}
    names = {"held_back": "held", "conflicts": "clashes", "drift": "drift"}
    facts = [
        *folded_into_rules(view),
        *(f for f in class_facts(view) if f.section != "changes" or f.sign == " "),
    ]
    for fact in facts:
        section = names.get(fact.section) or SECTION_OF_SIGN[fact.sign]
        expected.setdefault(section, Counter())[html_fact(fact)] += 1
    for name in ("held", "clashes", "classes", "drift", "in-place"):
        told = Counter(
            (
                group.attributes["data-kind"],
                one.all("time")[0].attributes["datetime"],
                group.attributes["data-service"],
                group.attributes["data-staff"],
                group.attributes["data-room"],
            )
            for group, _, one in html_groups(sections.get(name))
        )
        assert told == expected.get(name, Counter()), name
    for group in page.all("div", "group"):
        assert int(group.attributes["data-n"]) == sum(len(part.all("li")) for part in group.all("ul", "days"))
    _assert_html_totals(view, page)
    _assert_html_details(view, sections)
    _assert_html_rest(view, page, sections)


def _assert_html_totals(view: PlanView, page: Node) -> None:
    summary = view["summary"]
    told = {
        " ".join(each.words.split()[1:]): int(each.all("strong")[0].text)
        for each in page.all("ul", "totals")[0].all("li")
    }
    words = {
        "to add": "add", "to change": "change", "to destroy": "destroy", "held back": "held_back",
        "clash": "conflicts", "clashes": "conflicts", "deviation": "drift", "deviations": "drift",
        "not taking place": "removed", "moved": "moved", "in place": "no_op",
    }  # fmt: skip
    assert {words[key]: number for key, number in told.items() if number} == {
        key: number for key, number in summary.items() if number and key not in {"past", "unpublished"}
    }


def _assert_html_details(view: PlanView, sections: dict[str, Node]) -> None:
    """Everything else that is true of a class stands in its section."""
    words = {name: squeezed(section.text) for name, section in sections.items()}
    for fact in class_facts(view):
        where = {"held_back": "held", "conflicts": "clashes", "drift": "drift"}.get(fact.section)
        if where is None and fact.sign == " ":
            continue
        for phrase in phrases(fact):
            where = where or "classes"
            if where == "classes" and fact.sign == "-":
                continue
            assert squeezed(visible(phrase)) in words[where], (where, phrase)


def phrases(fact: ClassFact) -> Iterable[str]:
    """What people must read of a class beside its names and dates, as they wrote it."""
    entry = fact.entry
    if fact.section == "drift":
        yield f"activity {entry['activity_id']}"
        if entry["booked"]:
            yield f"{entry['booked']} pe"
        for change in entry["changes"]:
            yield from (
                str(value)
                for value in (change["before"], change["after"])
                if isinstance(value, str) and value and change["field"] != "start"
            )
    elif fact.section in {"held_back", "conflicts"}:
        for other in entry["others"]:
            yield f"activity {other['activity_id']}"
            if other["booked"] is not None:
                yield f"{other['booked']} booked"
            yield other["before"]["names"]["service"] or ""
            yield other["before"]["names"]["staff"] or ""
    else:
        sides = [side for side in (entry["change"]["before"], entry["change"]["after"]) if side]
        changed = len(sides) == 2
        for key in ("comment", "color", "instructions", "stream_link"):
            values = [split_marker(side[key] or "")[0] if key == "comment" else side[key] for side in sides]
            if not changed or len(set(values)) > 1:
                yield from (value for value in values if value)
        forced = {bool(side.get("force")) for side in sides}
        if len(forced) > 1 or (not changed and forced == {True}):
            yield "overlap"
        same = len({tuple(side["label_ids"] or ()) for side in sides}) == 1
        for side in sides[:1] if same else sides:
            yield from side["names"]["labels"] or ()


def _assert_html_rest(view: PlanView, page: Node, sections: dict[str, Node]) -> None:
    lost = sections.get("lost")
    days = Counter(
        each.all("time")[0].attributes["datetime"]
        for each in (lost.all("li") if lost else ())
        for _ in range(int(each.attributes["data-n"]))
    )
    assert days == Counter(day for _, day in removed_addresses(view))
    moved = sections.get("moved")
    moves = moved.all("ul", "moves")[0].inside if moved else []
    told = [each.all("time")[0].attributes["datetime"] for each in moves if isinstance(each, Node)]
    assert told == [move["start"][:10] for move in view["moves"]]
    everything = squeezed(page.text)
    for phrase in whole_facts(view):
        assert squeezed(visible(phrase)) in everything, phrase
    for phrase in finding_facts(view):
        assert squeezed(visible(phrase)) in squeezed(sections["findings"].text), phrase
    for pattern in left_out(view):
        assert re.search(pattern, page.words), pattern
    if "comparison" not in view:
        assert squeezed(visible(view["operations_digest"])) in everything
        return
    for hidden in page.all("span", "hidden"):
        assert "not written" not in hidden.text, "nothing of a comparison is written"


def finding_facts(view: PlanView) -> Iterable[str]:
    """Everything that a finding says."""
    for found in view["diagnostics"]:
        yield from (found["severity"], found["code"], found["summary"], found["detail"], found["hint"])
        for text, where in (("", found["range"]), *((one["text"], one["range"]) for one in found["related"])):
            yield from (text, where["filename"]) if where else ()


def findings_of(view: PlanView) -> str:
    """How formats count them that do not list them; "" if there are none."""
    often = Counter(found["severity"] for found in view["diagnostics"])
    order = [each for each in ("error", "warning", "notice") if often[each]]
    words = ", ".join(f"{often[each]} {each}{'s' if often[each] > 1 else ''}" for each in order)
    return f"In the files: {words}" if words else ""


def whole_facts(view: PlanView) -> Iterable[str]:
    """What is true of the plan as a whole, as people must read it."""
    if "comparison" in view:
        yield view["comparison"]["from"]["name"]
        yield view["comparison"]["to"]["name"]
        for change in view["resource_changes"]:
            if "previous_address" in change:
                yield change["previous_address"].rpartition("/")[0]
        return
    if not anything(view):
        return
    yield view["environment"]
    for gate in view["gates"]:
        if not gate["passed"]:
            yield from (gate["name"], gate["location"], gate["actual"], gate["limit"], gate["remedy"])
    for field in view["compared"]["unknown_fields"]:
        yield FIELD_WORDS[field]


def left_out(view: PlanView) -> Iterable[str]:
    """What the plan does not speak of, as every format counts it."""
    if "comparison" not in view and anything(view):
        for key, words in (("past", "Already started"), ("unpublished", "Not yet published")):
            if number := view["summary"][key]:  # type: ignore[literal-required]  # keys of counts
                yield f"{words}, so n[^:]*: {number} class(es)?[.]"


def anything(view: PlanView) -> bool:
    """Whether there is anything to tell but that all is well."""
    summary = view["summary"]
    keys = ("add", "change", "destroy", "held_back", "conflicts", "drift")
    counts = (summary[key] for key in keys)  # type: ignore[literal-required]  # keys of counts
    return any(counts) or any(not gate["passed"] for gate in view["gates"])


# --- Words of rules: the same in text, comment and report; read back into dates.


def whole_class(series: str) -> str:
    """The address without slot and part, which rules put together."""
    return re.split("[@+]", series, maxsplit=1)[0]


def rule_dates(rule: MarkdownRule) -> Counter[date]:
    texts = [plain_markdown(each) for each in rule.texts]
    exceptions = [each for each in texts if each.startswith("except ")]
    counts = [each for each in texts if re.match(r"\d+ class(es)?\b", each)]
    when = plain_markdown(rule.when)
    number = int(re.match(r"\d+", counts[-1])[0]) if counts else 1  # type: ignore[index]  # it matched
    each = re.search(r", (\d+) each", counts[-1]) if counts else None
    sessions = round(number / int(each[1])) if each else 1  # exceptions are in the number
    told = dates_told(when, counts[-1] if counts else "", exceptions, sessions_of=sessions)
    if not told.folded and not exceptions:
        assert told.dates.total() == told.number
    return told.dates


@SOME
@given(VIEWS)
def test_the_rules_of_a_comment_stand_for_exactly_the_dates_of_the_view(view: PlanView) -> None:
    markdown = FORMATS["markdown"](view, WIDE)
    rules = [
        rule
        for rule in markdown_rules(markdown)
        if rule.section.startswith(("What changes", "What is created"))
    ]
    if "no room for" in markdown:
        return
    facts = folded_into_rules(view)
    told: dict[tuple[str, str], Counter[date]] = {}
    for rule in rules:
        key = (whole_class(rule.series), rule.sign)
        told.setdefault(key, Counter()).update(rule_dates(rule))
    expected: dict[tuple[str, str], Counter[date]] = {}
    for fact in facts:
        key = (whole_class(fact.series), fact.sign)
        expected.setdefault(key, Counter())[fact.day] += 1
    assert told == expected
    for fact in facts:
        hours = [without_offsets(plain_markdown(rule.when)) for rule in rules if rule.sign == fact.sign]
        assert any(fact.hours in each for each in hours), (fact.hours, hours)


@SOME
@given(VIEWS)
def test_the_text_has_the_rules_of_the_comment_and_no_other(view: PlanView) -> None:
    markdown, text = (FORMATS[form](view, WIDE) for form in ("markdown", "text"))
    if "no room for" in markdown or not anything(view):
        return
    rules = [
        rule
        for rule in markdown_rules(markdown)
        if rule.section.startswith(("What changes", "What is created"))
    ]
    shown = squeezed(text)
    for rule in rules:
        dated = (each for each in rule.texts if re.match(r"\d+ class(es)?\b|except ", plain_markdown(each)))
        for each in (rule.when, *dated):
            assert squeezed(plain_markdown(each).replace("→", "->")) in shown, each
    assert Counter(text_signs(text)) == Counter(rule.sign for rule in rules)


def text_signs(text: str) -> Iterable[str]:
    """The sign of each rule of what changes; the sections about the rest come after it."""
    below_classes = False
    for line in text.split("\n"):
        if line and not line.startswith(" "):
            if below_classes:
                return
        elif line.startswith("  # "):
            below_classes = True
        elif below_classes and (rule := re.match(r" {4}([-+~]) ", line)):
            yield rule[1]


@SOME
@given(VIEWS)
def test_a_comment_has_every_count_reason_and_name(view: PlanView) -> None:
    markdown = FORMATS["markdown"](view, WIDE)
    shown = squeezed(markdown)
    summary = view["summary"]
    if "no room for" not in markdown:
        assert findings_of(view) in markdown
        for phrase in finding_facts(view):
            assert squeezed(for_markdown(phrase)) in shown, phrase
    if not anything(view):
        assert "No changes." in markdown
        return
    keys = ["add", "change", "destroy"]
    if "comparison" not in view:
        keys += ["held_back", "conflicts", "drift"]
        assert view["operations_digest"][:12] in markdown
    cells = [int(cell.strip("*")) for cell in markdown_tables(markdown)[0][1]]
    assert cells == [summary[key] for key in keys]  # type: ignore[literal-required]  # keys of counts
    if "no room for" in markdown:
        return
    for fact in class_facts(view):
        if fact.sign == " " or (fact.sign == "-" and fact.section == "changes"):
            continue
        for phrase in phrases(fact):
            if re.fullmatch(r"\d+ pe", phrase):
                continue
            assert squeezed(for_markdown(phrase)) in shown, phrase
    for phrase in whole_facts(view):
        assert squeezed(for_markdown(phrase)) in shown, phrase
    for pattern in left_out(view):
        assert re.search(pattern, markdown), pattern


@SOME
@given(VIEWS)
def test_the_text_has_every_count_reason_and_name(view: PlanView) -> None:
    folded, expanded = (FORMATS["text"](view, a_style(200, expand=expand)) for expand in (False, True))
    summary = view["summary"]
    for form in (folded, expanded, FORMATS["grid"](view, WIDE)):
        assert findings_of(view) in form
        assert bool(findings_of(view)) == ("In the files: " in form)
    if not anything(view):
        assert "No changes." in folded
        return
    title = "Diff" if "comparison" in view else "Plan"
    line = (
        f"{title}: {summary['add']} to add, {summary['change']} to change, {summary['destroy']} to destroy."
    )
    assert line in folded
    assert line in expanded
    shown, all_shown = squeezed(folded), squeezed(expanded)
    for fact in class_facts(view):
        if fact.sign == " ":
            continue
        for phrase in phrases(fact):
            assert squeezed(for_terminal(phrase)) in all_shown, phrase
            few = fact.section in {"held_back", "conflicts", "drift"}  # folded, and counted
            if not few and fact.sign != "-":
                assert squeezed(for_terminal(phrase)) in shown, phrase
    for pattern in left_out(view):
        assert re.search(pattern, folded), pattern
        assert re.search(pattern, expanded), pattern
    for phrase in whole_facts(view):
        assert squeezed(for_terminal(phrase)) in shown, phrase
        assert squeezed(for_terminal(phrase)) in all_shown, phrase


# --- The grid: every class is in the week, in the strip below it, or named with its date.


def where_it_will_be(fact: ClassFact) -> ClassFact:
    """A change between two revisions stands in the week as it is afterwards."""
    if fact.section != "changes" or fact.sign != "~":
        return fact
    after = fact.entry["change"]["after"]
    return fact._replace(details=after, day=day_of(after), hours=hours_of(after))


def strip_totals(text: str) -> dict[str, dict[str, int]]:
    """By location the sums of the rows of its strip, "" for those of all classes."""
    found: dict[str, dict[str, int]] = {}
    location = ""
    for line in text.split("\n"):
        if head := re.fullmatch(r"(\w+): the week", line):
            location = head[1]
        elif row := re.fullmatch(
            r"  (?:(classes)|([-+~=!]) [a-z ]+?|  (fall out|moved here)) +([\d ]+)", line
        ):
            key = "" if row[1] else row[2] or row[3]
            sums = found.setdefault(location, {})
            sums[key] = sums.get(key, 0) + sum(map(int, row[4].split()))
    return found


@SOME
@given(VIEWS)
def test_the_grid_has_every_class_once_in_its_weeks(view: PlanView) -> None:
    text = FORMATS["grid"](view, WIDE)
    facts = [where_it_will_be(fact) for fact in class_facts(view)]
    totals = strip_totals(text)
    for location in {fact.location for fact in facts}:
        its = [fact for fact in facts if fact.location == location]
        _assert_single_dates(its, text)
        if location not in totals:  # all in one week, or nothing at all
            continue
        signs = Counter(fact.sign for fact in its)
        gone = signs["-"] if "comparison" in view else 0
        told = totals[location]
        assert told[""] == len(its) - gone
        for sign in "~-=!":
            assert told.get(sign, 0) == signs[sign]
        assert told.get("+", 0) == (signs["+"] if signs.keys() - {"+", " "} or len(signs) > 1 else 0)
        lost = [one for one in removed_addresses(view) if one[0].partition("/")[0] == location]
        assert told.get("fall out", 0) == len(lost)
        assert told.get("moved here", 0) == sum(move["location"] == location for move in view["moves"])


def _assert_single_dates(facts: list[ClassFact], text: str) -> None:
    names = [
        (each.details["names"]["service"], each.details["names"]["staff"], each.details["names"]["rooms"])
        for each in facts
    ]
    often = Counter(
        (fact.sign, fact.day.weekday(), fact.hours, str(its)) for fact, its in zip(facts, names, strict=True)
    )
    shown = squeezed(text)
    for fact, its in zip(facts, names, strict=True):
        key = (fact.sign, fact.day.weekday(), fact.hours, str(its))
        times = re.match(r"\d\d:\d\d", fact.hours)
        assert times
        assert times[0] in shown
        if often[key] >= 3 or "Singledates" not in shown:
            continue
        who = (for_terminal(word) for word in (its[0], its[1], ", ".join(its[2] or ())) if word)
        one = f"{fact.day:%a} {fact.day.day} {fact.day:%b %Y}"
        # What differs stands beside it: `Anna -> Ben`.
        lines = re.findall(".*?".join(re.escape(squeezed(word)) for word in (fact.hours, *who)), shown)
        assert lines or f"\n{times[0]}" in text
        assert squeezed(one) in shown or f"\n{times[0]}" in text


# --- Calendars: an entry for each class of each state.


@SOME
@given(VIEWS)
def test_calendars_have_an_entry_for_every_class_of_their_state(view: PlanView) -> None:
    facts = class_facts(view)
    states = {state: _entries(view, state) for state in STATES}
    desired = {
        fact.entry["address"]: fact.entry["change"]["after"] for fact in facts if fact.section == "changes"
    }
    desired |= {fact.entry["address"]: fact.entry["after"] for fact in facts if fact.section != "changes"}
    wanted = {name: details for name, details in desired.items() if name and details}
    gone = {address for address, _ in removed_addresses(view)}
    told = states["desired"]
    assert told.keys() == {f"{name}@{TOOL}" for name in (*wanted, *gone)}
    for name, details in wanted.items():
        _assert_entry(told[f"{name}@{TOOL}"], details)
    for name in gone:
        assert told[f"{name}@{TOOL}"].status == "CANCELLED"
    starts = Counter(one.start for one in states["live"].values())
    assert starts == Counter(map(_moment, _there(view)))
    created = [fact for fact in facts if fact.sign == "+"]
    for fact in created:
        _assert_entry(states["proposed"][f"{fact.entry['address']}@{TOOL}"], fact.details)
    running = [one for one in states["proposed"].values() if one.status == "CONFIRMED"]
    over = [fact for fact in facts if fact.sign == "-"] if "comparison" in view else []
    assert {states["proposed"][f"{fact.entry['address']}@{TOOL}"].status for fact in over} <= {"CANCELLED"}
    ended = len(over)
    assert len(running) == len(states["live"]) + len(created) - ended


def _entries(view: PlanView, state: State) -> dict[str, Entry]:
    return {one.uid: one for one in read_calendar(plan_to_ics(view, state).encode())[1]}


def _there(view: PlanView) -> list[Any]:
    """What is there, each activity once."""
    found = {
        each.get("activity_id", each["address"]): each["change"]["before"]
        for each in view["resource_changes"]
        if each["change"]["before"]
    }
    found |= {each["activity_id"]: each["before"] for each in view["drift"]}
    for held in (*view["held_back"], *view["conflicts"]):
        found |= {other["activity_id"]: other["before"] for other in held["others"]}
    return list(found.values())


def _moment(details: Any) -> datetime:
    if details["utc"]:
        return datetime.fromisoformat(details["utc"])
    return datetime.fromisoformat(details["start"]).replace(tzinfo=ZoneInfo(details["timezone"]))


def _assert_entry(entry: Entry, details: Any) -> None:
    assert isinstance(entry.start, datetime)
    zone = ZoneInfo(details["timezone"])
    assert entry.status == "CONFIRMED"
    assert f"{entry.start.astimezone(zone):%Y-%m-%dT%H:%M:%S}" == details["start"]
    if details["length_s"] is not None and details["length_s"] > (details["break_s"] or 0):
        assert isinstance(entry.end, datetime)
        assert hours_of(details).endswith(f"-{entry.end.astimezone(zone):%H:%M}")
    names = details["names"]
    assert entry.summary == for_calendar(names["service"] or "") or not names["service"]
    assert entry.location == for_calendar(", ".join(names["rooms"] or ()))
    for text in (names["staff"], details["instructions"], details["stream_link"]):
        # Each is a line of its own, so a carriage return at its end belongs to the break of the line.
        assert for_calendar(f"{text or ''}\n").strip() in entry.description
