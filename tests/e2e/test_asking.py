"""Somebody says "yes" to a plan on a terminal, and takes their time about it."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace

from e2e.rehearsal import CREATES, Ran, Studio, command, until


def answered(studio: Studio, *meanwhile: str) -> Ran:
    """Apply on a terminal; before the answer, a colleague elsewhere runs the command `meanwhile`."""
    colleague = replace(studio, folder=studio.folder.with_name("colleague"))
    shutil.copytree(studio.folder, colleague.folder)
    ours, theirs = os.openpty()
    said = studio.folder / "said.txt"
    with said.open("w") as err:
        process = subprocess.Popen(
            command(("apply",)),
            cwd=studio.folder,
            env=studio.variables,
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=err,
            text=True,
        )
        try:
            until(lambda: "Enter a value" in said.read_text(), "the question")
            if meanwhile:
                colleague.ok(*meanwhile)
            os.write(ours, b"yes\n")
            out, _ = process.communicate(timeout=30)
        finally:
            process.kill()
            os.close(ours)
            os.close(theirs)
    return Ran(process.returncode, out, said.read_text())


def test_a_plan_that_somebody_agrees_to_is_carried_out(studio: Studio) -> None:
    assert answered(studio).status == 0
    assert len(studio.bodies()) == CREATES
    studio.settles()


def test_a_class_that_a_colleague_made_before_the_answer_is_not_made_again(studio: Studio) -> None:
    ran = answered(studio, "apply", "--auto-approve", "--target", "mitte/yoga-evening/2035-09-03")
    assert ran.status == 3, ran
    assert "the plan above is stale: 1 of its 12 operations" in ran.err
    assert "mitte/yoga-evening/2035-09-03: is there by now" in ran.err
    assert len(studio.bodies()) == 1
    studio.ok("apply", "--auto-approve")
    studio.settles()
