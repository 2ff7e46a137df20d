"""`make faults`: the long version of the stories, with its numbers; status 1 if one ends badly."""

from __future__ import annotations

import os
import sys
import time
from argparse import ArgumentParser
from concurrent.futures import ProcessPoolExecutor, as_completed

from e2e.rehearsal import variables
from faults.model import GRACES, LATEST_S, counted
from faults.plots import PLOTS, stories, total
from faults.stories import Told

AT_LEAST = 10_000


def main() -> int:
    """Tells stories of every plot, two at a time, and prints what they came to."""
    parser = ArgumentParser(prog="python -m faults", description=__doc__)
    parser.add_argument("--creates", type=int, default=AT_LEAST, help="faulty creates in all, at least")
    parser.add_argument("--seed", type=int, default=1, help="the first seed of every plot")
    wish = parser.parse_args()
    each = -(-wish.creates // len(PLOTS))
    began, results, failures = time.monotonic(), {}, 0
    with ProcessPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as pool:
        jobs = {pool.submit(_tell_all, name, each, wish.seed): name for name in PLOTS}
        for job in as_completed(jobs):
            told, wrong = job.result()
            results[jobs[job]] = told
            failures += bool(wrong)
            if wrong:
                print(f"\nFAILED: {jobs[job]}\n{wrong}\n", file=sys.stderr)
    print(f"{'':50} {'creates':>8} {'faulty':>8} {'runs':>6} {'deaths':>7} {'twice':>6}")
    for name in PLOTS:
        _row(name, results[name])
    whole = total(list(results.values()))
    _row("all", whole)
    print(f"\n{time.monotonic() - began:.0f} s; lost: 0, twice without a word: 0" if not failures else "")
    print("faults that hit: " + ", ".join(f"{name} {hits}" for name, hits in sorted(whole.faults.items())))
    failures += _model(max(60, wish.creates // 50))
    if failures:
        print(f"{failures} stories ended badly", file=sys.stderr)
    return 1 if failures or whole.faulty < wish.creates else 0


def _model(faulty_creates: int) -> int:
    """Prints how many are there twice by the grace period; how many of its promises do not hold."""
    print("\nThere twice after one run, per 10,000 creates that failed; creates land up to 60 s late:")
    broken = 0
    for grace_s in GRACES:
        found = counted(grace_s, faulty_creates, lag_s=0.0)
        per_10000 = found.twice * 10_000 // found.faulty
        named = found.twice - found.silent
        print(f"  grace {grace_s:3} s: {per_10000:5} ({found.twice} of {found.faulty}; named: {named})")
        broken += bool(found.silent) + (grace_s > LATEST_S and bool(found.twice))
    return broken


def _row(name: str, told: Told) -> None:
    creates, faulty, runs, deaths, _, twice = told
    print(f"{name:50} {creates:8} {faulty:8} {runs:6} {deaths:7} {twice:6}")


def _tell_all(name: str, faulty_creates: int, first_seed: int) -> tuple[Told, str]:
    """The stories of one plot up to its first bad one, and the words about that, "" without one."""
    told: list[Told] = []
    try:
        told.extend(stories(PLOTS[name], faulty_creates, first_seed=first_seed, variables=variables))
    except AssertionError as error:
        return total(told), "\n".join([str(error), *getattr(error, "__notes__", ())])
    return total(told), ""


if __name__ == "__main__":
    sys.exit(main())
