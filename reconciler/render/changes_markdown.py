"""Writes what changes as lists of Markdown: by class and rule, as people say it.

Takes a `PlanView`; returns blocks of lines, so that a comment can be cut between two of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reconciler.model.plan import Reason
from reconciler.render.class_shape import DetailsView
from reconciler.render.dates import classes, counted
from reconciler.render.escape import for_markdown
from reconciler.render.layout import Style
from reconciler.render.plan_text.compared import renamed_series
from reconciler.render.plan_text.deviating import as_changed, as_ended, surplus_of
from reconciler.render.plan_text.heads import start_words, zones_of
from reconciler.render.plan_text.removed import Rule, move_words, rules_of, when_words
from reconciler.render.plan_text.rule_words import ClassWords, changed_words, class_words
from reconciler.render.shape import DriftView, PlanView
from reconciler.render.value_change import drift_words
from reconciler.render.wording import REASONS, SIGNS

WORDS: Final = Style(width=200, color=False, expand=False, escape=for_markdown, arrow="→")
_FEW: Final = 6
"""Series that a rule names before it counts them."""
Block = list[str]


def changes_blocks(view: PlanView) -> list[Block]:
    """What is created, between two revisions also what changes and ends: a block for each class."""
    return [_class(words) for words in class_words(view, WORDS)]


def deviating_blocks(view: PlanView) -> list[Block]:
    """What deviates, folded: a block for each class or rule."""
    return [block for reason in Reason for block in _deviating(reason, view)]


def _deviating(reason: Reason, view: PlanView) -> Iterator[Block]:
    drift = [each for each in view["drift"] if each["reason"] == reason.value]
    if not drift:
        return
    sentence = f"{REASONS[reason].sentence}: {classes(len(drift))}"
    heads = sum(each["booked"] or 0 for each in drift)
    if heads:
        sentence += f", {counted(heads, 'person', 'people')} booked"
    yield [f"- `{SIGNS[reason]}` {sentence}"]
    if reason is Reason.DIFFERS:
        yield from (
            _nested(_class(words)) for words in changed_words(as_changed(drift), zones_of(view), WORDS)
        )
    elif reason is Reason.SURPLUS:
        ruled, other = surplus_of(drift, view)
        yield from (_nested(_ended(rule)) for rule in rules_of(ruled))
        yield from (_nested(_class(words)) for words in changed_words(as_ended(other), {}, WORDS))


def _nested(block: Block) -> Block:
    return [f"  {line}" for line in block]


def _class(words: ClassWords) -> Block:
    lines = [f"- {words.head}"]
    for rule in words.rules:
        texts = [text for text in (rule.other, rule.dates, *rule.exceptions) if text]
        lines.append("<br>".join([f"  - `{rule.sign}` **{rule.when}** {rule.what}", *texts]))
    return lines


def _ended(rule: Rule) -> Block:
    """What a rule takes out, and the series that it hits."""
    series = sorted({address.rpartition("/")[0] for day in rule.days for address in day["addresses"]})
    names = ", ".join(map(for_markdown, series[:_FEW]))
    more = f" and {len(series) - _FEW} more" if len(series) > _FEW else ""
    return [f"- `-` {when_words(rule, WORDS)}<br>{names}{more}"]


def removals_blocks(view: PlanView) -> list[Block]:
    """What rules of the files take out of the patterns: a block for each rule."""
    rules = rules_of([each for each in view["removals"] if each["days"]])
    if "comparison" in view:
        return [_ended(rule) for rule in rules]
    return [[f"- {when_words(rule, WORDS)}"] for rule in rules]


def moves_blocks(view: PlanView) -> list[Block]:
    """What takes place on another date than its pattern says: a block for each class."""
    return [[f"- {move_words(move, WORDS)}"] for move in view["moves"]]


def renamed_blocks(view: PlanView) -> list[Block]:
    """What has another name in the files: a block for each series."""
    return [
        [f"- {for_markdown(before)} → {for_markdown(after)} ({classes(number)})"]
        for (before, after), number in sorted(renamed_series(view).items())
    ]


def dated_blocks(view: PlanView) -> list[Block]:
    """Every deviation with its date and its number in the booking system."""
    return [[_dated(each)] for each in view["drift"]]


def _dated(drift: DriftView) -> str:
    sign = SIGNS[Reason(drift["reason"])]
    changes = drift_words(drift, WORDS)
    booked = [counted(drift["booked"], "person booked", "people booked")] if drift["booked"] else []
    facts = "; ".join([*changes, *booked, f"activity {drift['activity_id']}"])
    return f"- `{sign}` {start_words(drift['before'])} {who(drift['before'])}: {facts}"


def who(details: DetailsView) -> str:
    """`Yoga Flow · Anna · big hall`."""
    names = details["names"]
    return " · ".join(
        for_markdown(name) for name in (names["service"], names["staff"], *(names["rooms"] or ())) if name
    )
