"""The lock of an apply: held by one process, free when it dies, named while it lives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reconciler.apply.lock import LockHeldError, hold

HOLDER = """
import sys
from pathlib import Path
from reconciler.apply.lock import hold
with hold(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "locks" / "studio-mitte.lock"


def test_a_lock_can_be_held_again_after_its_block(path: Path) -> None:
    for _ in range(2):
        with hold(path):
            assert "process" in path.with_suffix(".holder").read_text()
        assert not path.with_suffix(".holder").exists()


def test_a_lock_is_free_after_an_error_in_its_block(path: Path) -> None:
    with pytest.raises(RuntimeError), hold(path):
        raise RuntimeError
    with hold(path):
        pass


def test_another_process_is_named_and_its_death_frees_the_lock(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(LockHeldError, match=f"process {other.pid} on ") as caught, hold(path):
            pass
        assert f"process {other.pid}" in caught.value.holder
        path.with_suffix(".holder").unlink()
        with pytest.raises(LockHeldError, match="another process"), hold(path):
            pass
        other.kill()
        other.wait(5)
    with hold(path):
        pass


def test_the_files_are_their_owners(path: Path) -> None:
    with hold(path):
        modes = {each.name: each.stat().st_mode & 0o777 for each in path.parent.iterdir()}
    assert modes == {"studio-mitte.lock": 0o600, "studio-mitte.holder": 0o600}
    assert path.parent.stat().st_mode & 0o777 == 0o700
