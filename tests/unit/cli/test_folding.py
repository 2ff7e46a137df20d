from __future__ import annotations

import pytest

from reconciler.cli.folding import folded

SENTENCE = "error: nobody is there to approve this plan; nothing was written"


def test_what_fits_stays_as_it_is() -> None:
    assert folded("  two  spaces", 13, "  ") == "  two  spaces"


def test_sentences_are_broken_between_words() -> None:
    assert folded(SENTENCE, 40, "  ") == "error: nobody is there to approve this\n  plan; nothing was written"


def test_what_stands_in_front_keeps_its_place() -> None:
    assert folded(
        "warn  clock  it stands still", 20, " " * 13
    ) == "warn  clock  it\n" + " " * 13 + "stands\n" + (" " * 13 + "still")


@pytest.mark.parametrize(
    "whole",
    [
        "reconciler plan --out plan.json",
        "reconciler explain mitte/yoga-evening/2026-09-07",
        "reconciler plan --out FILE",
        "`reconciler init studio`",
        "/a/very/long/path/that/somebody/copies/receipt.json",
    ],
)
@pytest.mark.parametrize("after", ["", "; then look at it once more, please", ", or wait"])
def test_what_is_copied_is_never_broken(whole: str, after: str) -> None:
    lines = folded(f"help: do this and nothing else: {whole}{after}", 20, "  ").split("\n")
    assert [line for line in lines if whole in line] != []
    assert max(len(line) for line in lines if whole not in line) <= 20


def test_a_long_name_takes_no_long_time() -> None:
    assert folded("reconciler " + "-" * 200_000 + " end of it", 40, "").endswith("end of it")
