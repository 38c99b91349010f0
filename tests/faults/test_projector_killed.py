"""Projectors killed with kill -9, and run under other hash seeds."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

from adapters.sqlite.read_models import ReadModels
from projections.rebuild import verify
from projections.registry import all_projections
from queries.projections import projection_builds
from tests.faults import projector_process
from tests.unit.projection_log import busy_log

KILLS = 6


def start(database: Path, *what: str, seed: str = "0") -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", projector_process.__name__, str(database), *what],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
        cwd=Path(__file__).parents[2],
    )


def test_a_projector_killed_again_and_again_leaves_rows_equal_to_a_fresh_replay(tmp_path: Path) -> None:
    database, random, log = tmp_path / "read.db", Random(11), busy_log(users=40, rounds=8)
    stopped_at = []
    for _ in range(KILLS):
        process = start(database)
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        for _ in range(random.randrange(1, 14)):
            assert process.stdout.readline() == "step\n"
        # It is folding or writing the next batch now.
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        models = ReadModels.open(f"sqlite:///{database}")
        stopped_at.append(min((build.position for build in models.read(projection_builds)), default=0))
        models.close()
    assert stopped_at == sorted(stopped_at)
    assert stopped_at[0] > 0
    assert stopped_at[-1] < log.head(), "killed on the way"
    process = start(database)
    assert process.communicate(timeout=60)[0].splitlines()[-1] == "done"

    models = ReadModels.open(f"sqlite:///{database}")
    results = verify(models.rows, log, all_projections())
    models.close()
    assert [result.differences for result in results] == [()] * len(results)
    assert {result.position for result in results} == {log.head()}


def test_rows_are_the_same_under_another_hash_seed(tmp_path: Path) -> None:
    processes = [start(tmp_path / f"{seed}.db", "digest", seed=seed) for seed in ("1", "4242")]
    first, second = (process.communicate(timeout=60)[0].splitlines()[-1] for process in processes)
    assert len(first) == 64
    assert first == second
