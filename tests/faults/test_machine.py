"""A year at a studio, in any order: files change, people work in the calendar, runs fail and die.

Hypothesis looks for the shortest story that breaks a promise. The promises: nothing but creates is
sent; nothing that no plan of the present files showed; never a class that is there, or may still
come; no booking and no row of other people changes; and when all is calm, the same command comes to rest.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from e2e.rehearsal import variables
from faults.chronicle import PREFIX, marker_of
from faults.process import KILLED, Ended, Process
from faults.stories import NOTHING_TO_DO, SCHEDULE, Plot, expected_of, forget, lay_out
from faults.world import CALM, Mix, World
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from reconciler.sandbox.desk import Incoming
from reconciler.sandbox.rows import ActivityRow

LONG = bool(os.environ.get("FAULTS_LONG"))
APPLY = ("apply", "--auto-approve")
OFFICE = {0, 1, 3, 4, 5, 6, 75, KILLED}
"""Statuses that a run may end with here."""
EDITS = {
    "as it was": SCHEDULE,
    "later in the evening": SCHEDULE.replace('"18:30"', '"19:00"'),
    "another teacher": SCHEDULE.replace(
        "service: Pilates, staff: Ben, room: small hall", "service: Pilates, staff: Anna, room: small hall"
    ),
    "one class less": SCHEDULE.replace('every: [tue, thu], at: "12:00"', 'every: [tue], at: "12:00"'),
    "one class more": SCHEDULE.replace("every: [mon, wed, fri]", "every: [mon, wed, fri, sun]"),
}
MIXES = {
    "calm": CALM,
    "lossy": Mix(posts=0.4),
    "lossy, and reads fail": Mix(posts=0.3, gets=0.1),
    "lossy, and lists lag": Mix(posts=0.3, lag_s=3.0),
    "much is late": Mix(posts=0.5, ambiguous=1.0, late=0.6),
}


def knows_what_it_left(year: Any) -> bool:
    """Whether nothing can be under way of which the folder, since deleted, was the only record."""
    return not year.forgotten or year.paused_s > 90


class Year(RuleBasedStateMachine):
    """One studio."""

    @initialize(seed=st.integers(0, 10_000))
    def open(self, seed: int) -> None:
        self.home = TemporaryDirectory(prefix="year")
        self.plot = Plot(mix=CALM)
        self.world = World(seed=seed, location=self.plot.location, on_post=self.about_to_send)
        self.folder = lay_out(Path(self.home.name), self.plot)
        self.process = Process(world=self.world, folder=self.folder, variables=variables())
        self.wrong: list[str] = []
        self.by_hand: dict[int, ActivityRow] = {row.id: row for row in self.world.live()}
        self.paused_s = 1000.0
        """Since the last run that may have left something under way."""
        self.forgotten = False
        self.expected = expected_of(self.plot)
        """Worked out before a run begins, for it takes a run of its own."""

    # The files.

    @rule(name=st.sampled_from(sorted(EDITS)))
    def edit(self, name: str) -> None:
        self.plot = Plot(mix=CALM, schedule=EDITS[name])
        (self.folder / "schedules/autumn.yaml").write_text(EDITS[name], encoding="utf-8")
        self.expected = expected_of(self.plot)

    # The command.

    @precondition(knows_what_it_left)
    @rule()
    def apply(self) -> None:
        self.run(*APPLY)

    @precondition(knows_what_it_left)
    @rule(die_at=st.integers(1, 120), torn=st.booleans())
    def apply_and_die(self, die_at: int, *, torn: bool) -> None:
        self.run(*APPLY, die_at=die_at, torn=torn)

    @rule()
    def plan(self) -> None:
        self.run("plan", "--out", "plan.json")

    @precondition(lambda self: knows_what_it_left(self) and (self.folder / "plan.json").exists())
    @rule()
    def apply_the_saved_plan(self) -> None:
        self.run("apply", "plan.json")

    @rule()
    def lose_the_state_folder(self) -> None:
        """Then a create of the last minute may still land, and only the audit would find out."""
        forget(self.folder)
        self.forgotten = True

    # The surroundings.

    @rule(name=st.sampled_from(sorted(MIXES)))
    def the_network_becomes(self, name: str) -> None:
        self.world.mix = MIXES[name]

    @rule(seconds=st.sampled_from([5.0, 100.0, 3600.0, 86400.0]))
    def time_passes(self, seconds: float) -> None:
        self.world.sleep(seconds)
        self.paused_s += seconds

    # People.

    @rule(pick=st.randoms(use_true_random=False))
    def somebody_cancels_one(self, pick: Any) -> None:
        ours = self.ours()
        if ours and not self.world.markers_under_way():
            self.store(lambda store: store.cancel(pick.choice(ours)))

    @rule(pick=st.randoms(use_true_random=False))
    def somebody_moves_one(self, pick: Any) -> None:
        ours = self.ours()
        if ours:
            row = pick.choice(ours)
            later = row._replace(
                start_local=row.start_local[:11] + "21:15:00", start_utc=row.start_utc + 9000
            )
            self.store(lambda store: store.replace(later))

    @rule(pick=st.randoms(use_true_random=False))
    def somebody_books(self, pick: Any) -> None:
        ours = self.ours()
        if ours:
            self.store(lambda store: store.book(pick.choice(ours), 2))

    @rule(pick=st.randoms(use_true_random=False))
    def somebody_rubs_the_marker_out(self, pick: Any) -> None:
        ours = self.ours()
        if ours:
            row = pick.choice(ours)._replace(comment="by hand")
            self.store(lambda store: store.replace(row))

    @rule(pick=st.randoms(use_true_random=False))
    def somebody_copies_one_to_another_day(self, pick: Any) -> None:
        """As the vendor's own "duplicate" does it: the comment goes along."""
        ours = self.ours()
        if ours:
            row = pick.choice(ours)
            copy = row._replace(
                id=0, start_local="2035-10-15" + row.start_local[10:], start_utc=row.start_utc + 30 * 86400
            )
            self.store(lambda store: store.add(copy))

    # What must hold.

    @invariant()
    def nothing_went_wrong(self) -> None:
        assert not getattr(self, "wrong", []), self.wrong

    @invariant()
    def only_creates_are_sent(self) -> None:
        if hasattr(self, "world"):
            assert {one.method for one in self.world.history()} <= {"GET", "POST"}

    @invariant()
    def the_rows_of_people_stay_as_they_are(self) -> None:
        if hasattr(self, "world"):
            live = {row.id: row for row in self.world.live()}
            for number, row in self.by_hand.items():
                assert live.get(number) == row

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        try:
            self.calm_end()
        finally:
            self.home.cleanup()

    def calm_end(self) -> None:
        """Faults are over, nobody works in the calendar: the same command comes to rest."""
        self.world.mix = CALM
        for _ in range(4):
            self.world.sleep(200)
            ended = self.run(*APPLY)
            if ended.status == 0 and (NOTHING_TO_DO in ended.out or "No changes" in ended.out):
                break
        else:
            pytest.fail(f"it does not come to rest: {ended}")
        self.nothing_went_wrong()
        self.only_creates_are_sent()

    # How it is done.

    def run(self, *arguments: str, **death: Any) -> Ended:
        before = self.bookings()
        ended = self.process.run(*arguments, **death)
        assert ended.status in OFFICE, ended
        assert all(self.bookings().get(number) == seats for number, seats in before.items()), (
            "a booking is gone"
        )
        if arguments[0] == "apply":
            self.forgotten = False
            self.paused_s = 0.0
        return ended

    def about_to_send(self, incoming: Incoming) -> None:
        body = json.loads(incoming.body)
        marker, start = marker_of(body.get("comment")), body["date"]
        expected = self.expected
        if marker not in expected:
            self.wrong.append(f"no file wants {body}")
        elif expected[marker].start_local != start:
            self.wrong.append(f"{marker} is sent for {start}, the files say {expected[marker].start_local}")
        twins = [
            row.id
            for row in self.world.live()
            if marker_of(row.comment) == marker and row.start_local[:10] == start[:10]
        ]
        if twins:
            self.wrong.append(f"{marker} at {start} is sent although it is there, as {twins}")
        if marker in self.world.markers_under_way():
            self.wrong.append(f"{marker} at {start} is sent although an earlier one is under way")

    def ours(self) -> list[ActivityRow]:
        return [row for row in self.world.live() if (row.comment or "").find(PREFIX) >= 0]

    def bookings(self) -> dict[int, int]:
        return {row.id: row.clients_count for row in self.world.live() if row.clients_count}

    def store(self, change: Any) -> None:
        store = self.world.desk.store
        store.begin()
        change(store)
        store.commit()


Year.TestCase.settings = settings(
    max_examples=400 if LONG else 12,
    stateful_step_count=25 if LONG else 15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=not LONG,
)
TestYear = Year.TestCase
