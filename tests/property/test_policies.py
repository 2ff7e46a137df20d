"""What holds for policies of calendars, however many there are and in whatever order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from unit.expand import builders

from reconciler.expand import Expansion, expand
from reconciler.load import Project, Source, load_schedule
from reconciler.model.calendars import CalendarEntry, DayPolicy, OwnCalendar, PolicyKind
from reconciler.model.schedule import EVERYTHING, Days, Schedule, Selector, Timetable
from reconciler.model.window import Window

START = date(2026, 9, 28)
SMALL = settings(max_examples=60, deadline=None, derandomize=True, database=None)
dates = st.integers(0, 34).map(lambda n: START + timedelta(days=n))
KEYS = ("one", "two")


@st.composite
def calendars(draw: st.DrawFn, key: str) -> OwnCalendar:
    firsts = draw(st.lists(dates, min_size=1, max_size=4))
    entries = {
        CalendarEntry(
            Days(first, first + timedelta(days=draw(st.integers(0, 5)))), draw(st.sampled_from("xy"))
        )
        for first in firsts
    }
    return OwnCalendar(key=key, entries=tuple(sorted(entries)), covers=None, span=builders.span(5))


selectors = st.one_of(
    st.just(EVERYTHING),
    st.builds(lambda tag: Selector(tags=frozenset({tag})), st.sampled_from(["kids", "pool"])),
    st.builds(lambda one: Selector(class_ids=frozenset({one})), st.sampled_from(["c0", "c1"])),
    st.builds(lambda one: Selector(staff_ids=frozenset({one})), st.sampled_from([5, 6])),
)


@st.composite
def policies(draw: st.DrawFn) -> tuple[DayPolicy, ...]:
    found = {}
    for line in range(60, 60 + draw(st.integers(1, 5))):
        policy = builders.policy(
            draw(st.sampled_from([*KEYS, "DE-BE"])),
            kind=draw(st.sampled_from(list(PolicyKind))),
            line=line,
            do=draw(st.sampled_from(["skip", "skip", "keep"])),
            who=draw(selectors),
        )
        if policy.calendar == "DE-BE" and policy.kind is PolicyKind.OWN:
            policy = replace(policy, calendar="one")
        found[policy.kind, policy.calendar, policy.who] = policy
    return tuple(found.values())


@st.composite
def timetables(draw: st.DrawFn) -> Timetable:
    classes = [
        builders.group(
            f"c{number}",
            line=10 + number,
            tags=draw(st.sampled_from([(), ("kids",), ("kids", "pool")])),
            settings=builders.settings(
                recurrence=builders.weekly(*draw(st.sets(st.integers(0, 6), min_size=1, max_size=3))),
                staff_id=5 + number,
            ),
            periods=(builders.period("2026-09-28 to 2026-11-01"),),
        )
        for number in range(2)
    ]
    return builders.timetable(
        *classes, policies=draw(policies()), calendars={key: draw(calendars(key)) for key in KEYS}
    )


def _expanded(timetable: Timetable, window: Window | None = None) -> Expansion:
    return expand(Schedule(timetables=(timetable,)), window)


@SMALL
@given(timetables(), st.randoms(use_true_random=False))
def test_the_order_of_policies_never_shows(timetable, chance):
    shuffled = list(timetable.policies)
    chance.shuffle(shuffled)
    assert _expanded(replace(timetable, policies=tuple(shuffled))) == _expanded(timetable)


@SMALL
@given(timetables())
def test_a_class_that_no_policy_means_is_untouched(timetable):
    narrow = tuple(policy for policy in timetable.policies if policy.who != EVERYTHING)
    stranger = replace(timetable.classes[0], id="stranger", tags=())
    stranger = replace(stranger, settings=replace(stranger.settings, staff_id=99))
    alone = _expanded(replace(timetable, classes=(stranger,), policies=()))
    among = _expanded(replace(timetable, classes=(*timetable.classes, stranger), policies=narrow))
    its = [one for one in among.occurrences if one.series.class_id == "stranger"]
    assert its == list(alone.occurrences)
    assert not any(one.series.class_id == "stranger" for one in among.removals)


@SMALL
@given(timetables())
def test_nothing_is_lost_every_date_of_the_pattern_runs_or_fell_out_once(timetable):
    plain = {one.address for one in _expanded(replace(timetable, policies=())).occurrences}
    found = _expanded(timetable)
    running, gone = [one.address for one in found.occurrences], [one.address for one in found.removals]
    assert sorted(running + gone) == sorted(plain)
    assert all(one.trace[-1].span in {policy.span for policy in timetable.policies} for one in found.removals)


@SMALL
@given(timetables(), dates)
def test_two_windows_are_their_union(timetable, cut):
    whole = _expanded(timetable)
    before = _expanded(timetable, Window(last=cut))
    after = _expanded(timetable, Window(first=cut + timedelta(days=1)))
    assert before.occurrences + after.occurrences == whole.occurrences
    assert before.removals + after.removals == whole.removals
    assert before.diagnostics == after.diagnostics == whole.diagnostics


RULES = (
    "public_holidays: {calendar: DE-BE}",
    "school_holidays: {calendar: DE-BE, for: {tags: kids}}",
    "calendars: {bridge: [2026-10-05]}",
    "closed_days: [{calendar: bridge, for: yoga}, {calendar: bridge, do: keep, for: kids}]",
    "closures: [{on: 2026-10-12, only: kids}]",
)


@SMALL
@given(st.permutations(RULES), st.lists(st.sampled_from("abcde"), min_size=5, max_size=5))
def test_what_falls_out_does_not_depend_on_the_file_that_says_so(rules, names):
    head = "version: 1\nlocation: mitte\n"
    base = (
        f"{head}locations: {{mitte: {{id: 101, timezone: Europe/Berlin}}}}\nservices: {{Yoga: 501}}\n"
        "staff: {Anna: 11, Ben: 12}\nseasons: {autumn: {from: 2026-09-28, to: 2026-11-01}}\n"
        "defaults: {service: Yoga, duration: 60m, capacity: 12}\nclasses:\n"
        '  - {id: yoga, staff: Anna, every: [mon, fri], at: "18:30"}\n'
        '  - {id: kids, staff: Ben, tags: kids, every: [mon, sat], at: "10:00"}\n'
    )
    texts = {"base.yaml": base}
    for name, rule in zip(names, rules, strict=True):
        texts[f"{name}.yaml"] = texts.get(f"{name}.yaml", head) + rule + "\n"
    loaded = load_schedule([Source(name, text.encode()) for name, text in texts.items()], Project())
    assert loaded.diagnostics == ()
    assert loaded.schedule is not None
    gone = {one.address: one.trace[-1].text for one in expand(loaded.schedule).removals}
    assert gone == {
        "mitte/kids/2026-10-03": "public holiday (Tag der Deutschen Einheit)",
        "mitte/yoga/2026-10-05": "closed day of bridge",
        "mitte/kids/2026-10-12": "closed",
        "mitte/kids/2026-10-19": "school holiday (Herbstferien)",
        "mitte/kids/2026-10-24": "school holiday (Herbstferien)",
        "mitte/kids/2026-10-26": "school holiday (Herbstferien)",
        "mitte/kids/2026-10-31": "school holiday (Herbstferien)",
    }
