from __future__ import annotations

import pytest

from reconciler.model.details import ClassDetails
from reconciler.model.plan import ActionKind, Reason
from reconciler.render.details_view import VIEW_FIELDS
from reconciler.render.wording import ACTIONS, FIELDS, LEGEND, OUTCOMES, REASONS, SIGNS

SETTLED = {Reason.MISSING, Reason.IN_PLACE, Reason.IN_PLACE_UNMARKED}


def test_every_reason_and_kind_has_words() -> None:
    assert set(REASONS) == set(Reason)
    assert set(ACTIONS) == set(ActionKind)


@pytest.mark.parametrize("reason", sorted(set(Reason) - SETTLED))
def test_whatever_needs_a_person_says_what_to_do(reason: Reason) -> None:
    assert REASONS[reason].next_step.endswith(".")


@pytest.mark.parametrize("wording", [*REASONS.values(), *OUTCOMES.values()])
def test_sentences_have_no_full_stop_of_their_own(wording: tuple[str, str]) -> None:
    assert wording[0]
    assert not wording[0].endswith(".")


def test_every_field_of_a_class_has_a_word() -> None:
    assert set(FIELDS) == {
        "start",
        "timezone",
        "force",
        *(VIEW_FIELDS.get(name, name) for name in ClassDetails._fields),
    }


def test_every_sign_is_in_the_legend() -> None:
    assert set(SIGNS.values()) == set(LEGEND)
