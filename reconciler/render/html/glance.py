"""Says on the first screen of the report what changes, when and for whom.

Takes a `PlanView` and the blocks of its report; returns one `Headline` for each kind of change. Rules
stand there as in the comment while they are few; of a kind with many, the services and teachers do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from reconciler.model.plan import Reason
from reconciler.render.class_shape import NamesView
from reconciler.render.escape import visible
from reconciler.render.html.headline import Headline, HeadlineLine
from reconciler.render.html.kinds import KINDS
from reconciler.render.html.lost import known_series
from reconciler.render.html.shapes import ClassBlock, Group, ReasonBlock
from reconciler.render.layout import Style
from reconciler.render.plan_text.deviating import as_changed, as_ended, surplus_of
from reconciler.render.plan_text.extent import extent_words, extents_of
from reconciler.render.plan_text.heads import zones_of
from reconciler.render.plan_text.removed import Rule, rules_of, when_words
from reconciler.render.plan_text.rule_words import RuleWords, changed_words
from reconciler.render.series import series_of
from reconciler.render.shape import PlanView
from reconciler.render.wording import COMPARED, LEGEND

_GLANCE: Final = 8
"""Lines that are read in one look."""
_FEW: Final = 6
"""Names that a line tells before it counts them."""
_WORDS: Final = Style(width=200, color=False, expand=False, escape=visible, arrow="→")
_FOLDED: Final = (Reason.DIFFERS.value, Reason.SURPLUS.value)
_Lines = dict[str, list[HeadlineLine]]


def headlines(
    view: PlanView, blocks: Sequence[ClassBlock], reasons: Sequence[ReasonBlock]
) -> tuple[Headline, ...]:
    """What changes by its sign, in the order of the legend."""
    compared, extents = "comparison" in view, extents_of(view)
    found = _folded(_lines(view, blocks, reasons), (*_groups(blocks), *_groups(reasons)))
    return tuple(
        Headline(
            KINDS[sign],
            sign,
            f"{COMPARED.get(sign, words) if compared else words}: {extent_words(extent)}",
            tuple(found.get(sign, ())),
        )
        for sign, words in LEGEND.items()
        if (extent := extents.get(sign)) is not None
    )


def _lines(view: PlanView, blocks: Iterable[ClassBlock], reasons: Iterable[ReasonBlock]) -> _Lines:
    found: _Lines = {}
    for sign, line in (*_ruled(view), *_deviating(view)):
        found.setdefault(sign, []).append(line)
    for rule in (rule for block in blocks for rule in block.rules):
        found.setdefault(rule.sign, []).append(_rule(rule))
    folded = {KINDS["~"], KINDS["-"]}
    for group in (group for block in reasons if block.kind not in folded for group in block.groups):
        found.setdefault(group.sign, []).append(_group(group))
    return found


def _deviating(view: PlanView) -> Iterator[tuple[str, HeadlineLine]]:
    """What differs and what is there too much, by class and rule or by what took it out."""
    drift = view["drift"]
    differs, surplus = ([each for each in drift if each["reason"] == reason] for reason in _FOLDED)
    undeclared = [each for each in drift if each["reason"] == Reason.UNDECLARED.value]
    ruled, other = surplus_of(surplus, view)
    known = known_series(view)
    for rule in rules_of(ruled):
        yield "-", HeadlineLine(when_words(rule, _WORDS), _hit(rule, known), "")
    changed = (*as_changed(differs), *as_ended((*other, *undeclared)))
    for words in changed_words(changed, zones_of(view), _WORDS):
        for each in words.rules:
            yield each.sign, _rule(each)


def _ruled(view: PlanView) -> Iterator[tuple[str, HeadlineLine]]:
    """What rules take out between two revisions; in a plan they are no change."""
    if "comparison" in view:
        known = known_series(view)
        for rule in rules_of([each for each in view["removals"] if each["days"]]):
            yield "-", HeadlineLine(when_words(rule, _WORDS), _hit(rule, known), "")


def _rule(rule: RuleWords) -> HeadlineLine:
    return HeadlineLine(rule.when, rule.what, "; ".join(filter(None, (rule.dates, *rule.exceptions))))


def _group(group: Group) -> HeadlineLine:
    who = " · ".join(filter(None, (group.service, group.staff, ", ".join(group.rooms), group.difference)))
    dates = group.span if group.number == 1 else f"{group.number} classes, {group.span}"
    return HeadlineLine(group.when, who, dates)


def _hit(rule: Rule, known: Mapping[str, NamesView]) -> str:
    """The services and teachers that a rule meets, or the series if nothing else is left of them."""
    series = {series_of(address) for day in rule.days for address in day["addresses"]}
    names = [known[each] for each in series if each in known]
    services = _some(each["service"] or "" for each in names)
    staff = _some(each["staff"] or "" for each in names)
    return " · ".join(filter(None, (services, staff))) or _some(series)


def _folded(lines: _Lines, groups: Sequence[Group]) -> _Lines:
    """The lines, those of the kinds with the most in short until one look is enough."""
    found = dict(lines)
    while sum(map(len, found.values())) > _GLANCE:
        sign = max(found, key=lambda each: len(found[each]))
        if len(found[sign]) < 2:
            break
        its = [group for group in groups if group.sign == sign]
        services, staff = _some(each.service for each in its), _some(each.staff for each in its)
        found[sign] = [HeadlineLine(services, f"with {staff}" if staff else "", "")]
    return found


def _groups(blocks: Iterable[ClassBlock | ReasonBlock]) -> Iterator[Group]:
    return (group for block in blocks for group in block.groups)


def _some(names: Iterable[str]) -> str:
    """`Aqua Fitness, Back Care and 9 more`."""
    found = sorted(filter(None, set(names)))
    more = f" and {len(found) - _FEW} more" if len(found) > _FEW else ""
    return ", ".join(map(visible, found[:_FEW])) + more
