"""Measures whole processes: starts, `validate`, `plan`, `apply`, `make plan`.

Each function takes a scratch folder and sizes, and returns rows.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from tests.bench import peers
from tests.bench.figures import Row, Yardstick
from tests.bench.processes import PYTHON, RECONCILER, TOKENS, Cost, ask, in_turn, run, serving
from tests.bench.timetable import LOCATION_ID, Place, chain, write_project

_INVALID = 65
_GROWN = 50_000
_EXAMPLE = Path("examples/studio")
_OCTODNS = {1_000: (0.50, 0.74), 10_000: (4.1, 8.9)}
_TERRAFORM = {1_000: (1.6, 4.0), 10_000: (11.0, 218.0)}
"""Published seconds of a plan from empty and of one with nothing to do, by size."""


def start_up(scratch: Path, runs: int) -> list[Row]:
    """Cold starts beside those of the interpreter and of terraform."""
    program = peers.terraform()
    argvs = {
        "python -c pass": [PYTHON, "-c", "pass"],
        "--version": [RECONCILER, "--version"],
        "--help": [RECONCILER, "--help"],
        "plan --help": [RECONCILER, "plan", "--help"],
    }
    tasks: dict[str, Callable[[int], Cost]] = {name: partial(_once, argv) for name, argv in argvs.items()}
    if program is not None:
        tasks["terraform version"] = lambda _: peers.terraform_version(program, scratch)
    found = in_turn(tasks, runs)
    budgets = {"--version": 0.55, "--help": 1.4}
    python = Yardstick(name="python -c pass", seconds=found["python -c pass"].wall_s)
    return [
        _row(name, 1, found[name], _version_of(found, budgets.get(name)), python) for name in list(argvs)[1:]
    ] + [
        _row(
            "python -c pass",
            1,
            found["python -c pass"],
            peers.published("the same, machine of the published figures", peers.PYTHON_PASS_S),
        )
    ]


def _once(argv: Sequence[str], _run: int) -> Cost:
    return run(argv)


def _version_of(found: dict[str, Cost], budget: float | None) -> Yardstick:
    live = found.get("terraform version")
    if live is None:
        return peers.published("terraform version", 0.045, budget)
    return Yardstick(name="terraform version", seconds=live.wall_s, budget=budget)


def validate(scratch: Path, first: date, classes: int, runs: int) -> list[Row]:
    """A file of so many classes, one of them wrong, beside starts of terraform."""
    folder = write_project(scratch / "validate", [Place("studio-01", LOCATION_ID, classes)], first)
    path = folder / "schedules" / "studio-01.yaml"
    right, wrong = folder.with_name("right"), path.read_text(encoding="utf-8")
    shutil.copytree(folder, right)
    at = wrong.rindex("    capacity: ")
    path.write_text(wrong[:at] + "    capacity: many #" + wrong[at + 14 :], encoding="utf-8")
    tasks = {
        "wrong": lambda _: run([RECONCILER, "--chdir", str(folder), "validate"], status=_INVALID),
        "right": lambda _: run([RECONCILER, "--chdir", str(right), "validate"]),
    }
    program = peers.terraform()
    if program is not None:
        tasks["terraform version"] = lambda _: peers.terraform_version(program, scratch)
    found = in_turn(tasks, runs)
    return [
        _row("validate, one class wrong", classes, found["wrong"], _version_of(found, 4.5)),
        _row("validate, all well", classes, found["right"], _version_of(found, None)),
    ]


def plan(scratch: Path, first: date, size: int, runs: int) -> list[Row]:
    """Plans of one size, from empty and with nothing to do, the stand-in in another process."""
    stock = write_project(scratch / f"stock-{size}", chain(size), first)
    with serving(stock, copies=1) as url:
        empty = write_project(scratch / f"empty-{size}", chain(size, copy=1), first, url)
        full = write_project(scratch / f"full-{size}", chain(size), first, url)
        wanted, reads = _checked(empty, scratch), _checked(full, scratch)
        assert wanted["no_op"] == reads["add"] == 0, "the stand-in does not hold what the files want"
        assert wanted["add"] == reads["no_op"], "the stand-in does not hold what the files want"
        found = in_turn(
            {
                "empty": lambda _: _plan(empty, "activities"),
                "no-op": lambda _: _plan(full, "activities"),
                "no-op, events": lambda _: _plan(full, "events"),
            },
            runs,
        )
    count = wanted["add"]
    octodns, terraform = _OCTODNS.get(size), _TERRAFORM.get(size)
    budgeted = size == 10_000
    against: dict[str, list[Yardstick]] = {"empty": [], "no-op": []}
    if octodns is not None and terraform is not None:
        against["empty"] = [
            peers.published(f"octoDNS plan of {size:,}", octodns[0], 1 / 9 if budgeted else None),
            peers.published(f"terraform plan of {size:,}", terraform[0]),
        ]
        against["no-op"] = [
            peers.published(f"octoDNS no-op of {size:,}", octodns[1], 1 / 14 if budgeted else None),
            peers.published(f"terraform no-op of {size:,}", terraform[1], 1 / 400 if budgeted else None),
        ]
    return [
        _row(f"plan from empty, {wanted['read']} reads", count, found["empty"], *against["empty"]),
        _row(f"plan, nothing to do, {reads['read']} reads", count, found["no-op"], *against["no-op"]),
        _row("plan, nothing to do, edition events", count, found["no-op, events"]),
    ]


def _plan(folder: Path, environment: str) -> Cost:
    return run([RECONCILER, "--chdir", str(folder), "--env", environment, "plan"], environment=TOKENS)


def _checked(folder: Path, scratch: Path) -> dict[str, int]:
    """The summary of a plan, and the requests that its reads took."""
    path = scratch / "view.json"
    run([RECONCILER, "--chdir", str(folder), "plan", "--json-into", str(path)], environment=TOKENS)
    found: dict[str, int] = ask("summary", path)
    return found


def growth(rows: Sequence[Row]) -> list[Row]:
    """How both plans grow over the last tenfold, and what one more activity costs."""
    found = []
    for name in ("plan from empty", "plan, nothing to do,"):
        series = [row for row in rows if row.what.startswith(name) and "events" not in row.what]
        if len(series) < 2:
            continue
        small, large = series[-2:]
        more = large.count - small.count
        # Below that, starting up outweighs everything and a ratio would say nothing.
        told = large.count > _GROWN
        tenth = Yardstick(
            name=f"the same of {small.count:,}", seconds=small.seconds, budget=12.0 if told else None
        )
        found.append(
            Row(
                what=f"growth: {name.rstrip(',')}", count=large.count, seconds=large.seconds, against=(tenth,)
            )
        )
        slope = (large.seconds - small.seconds) / more
        budget = Yardstick(
            name="23 us an activity", seconds=23e-6, budget=1.0 if told else None, measured=False
        )
        memory = ""
        if large.peak_mib is not None and small.peak_mib is not None:
            memory = f", {(large.peak_mib - small.peak_mib) * 1024 / more:.1f} KiB"
        found.append(Row(what=f"one more activity{memory}", count=1, seconds=slope, against=(budget,)))
    return found


def apply(scratch: Path, first: date, count: int, runs: int) -> list[Row]:
    """`apply --auto-approve` of a season of about `count` classes, a fresh booking system each time."""
    stock = write_project(scratch / "apply-stock", chain(count), first)
    with serving(stock, copies=runs) as url:
        folders = [
            write_project(scratch / f"apply-{number}", chain(count, copy=number), first, url)
            for number in range(1, runs + 1)
        ]
        wanted = _checked(folders[0], scratch)["add"]
        found = in_turn(
            {
                "apply": lambda number: run(
                    [RECONCILER, "--chdir", str(folders[number - 1]), "apply", "--auto-approve"],
                    environment=TOKENS,
                )
            },
            runs,
        )
        left = _checked(folders[-1], scratch)["add"]
        assert left == 0, f"{left} classes were not created"
    against = [peers.published("terraform apply of 1,000", 33.5, 1 / 25), peers.published("octoDNS", 0.69)]
    own = found["apply"].cpu_s / wanted
    cpu = Yardstick(name="2 ms a request", seconds=2e-3, budget=1.0, measured=False)
    return [
        _row("apply", wanted, found["apply"], *(against if count == 1_000 else ())),
        Row(what="own CPU a create, all included", count=1, seconds=own, against=(cpu,)),
    ]


def make_plan(scratch: Path, runs: int) -> list[Row]:
    """`make plan` of the example season in a warm checkout."""
    example = scratch / "studio"
    shutil.copytree(_EXAMPLE, example, ignore=shutil.ignore_patterns(".reconciler", "plan.json"))
    argv = ["make", "--silent", "plan", f"EXAMPLE={example}"]
    run(argv)
    found = in_turn({"make": lambda _: run(argv)}, runs)
    second = Yardstick(name="one second", seconds=1.0, budget=1.0, measured=False)
    return [_row("make plan of the example, warm", 1, found["make"], second)]


def _row(what: str, count: int, cost: Cost, *against: Yardstick) -> Row:
    return Row(
        what=what,
        count=count,
        seconds=cost.wall_s,
        cpu_s=cost.cpu_s,
        peak_mib=cost.peak_mib or None,
        against=against,
    )
