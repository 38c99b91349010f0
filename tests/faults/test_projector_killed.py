"""Projectors killed with kill -9, and run under other hash seeds."""

import os
import subprocess
import sys
from pathlib import Path
from random import Random

from adapters.sqlite.read_models import ReadModels
from projections.rebuild import verify
from projections.registry import all_projections
from queries.projections import projection_builds
from tests.faults import projector_process
from tests.forked import OtherProcess
from tests.unit.projection_log import busy_log

KILLS = 6


def test_a_projector_killed_again_and_again_leaves_rows_equal_to_a_fresh_replay(tmp_path: Path) -> None:
    database, random, log = tmp_path / "read.db", Random(11), busy_log(users=40, rounds=8)
    stopped_at = []
    for _ in range(KILLS):
        with OtherProcess(projector_process.fold, str(database)) as process:
            assert process.hear() == "begun"
            for _ in range(random.randrange(1, 14)):
                assert process.hear() == "step"
            # It is folding or writing the next batch now, and is killed.
        models = ReadModels.open(f"sqlite:///{database}")
        stopped_at.append(min((build.position for build in models.read(projection_builds)), default=0))
        models.close()
    assert stopped_at == sorted(stopped_at)
    assert stopped_at[0] > 0
    assert stopped_at[-1] < log.head(), "killed on the way"
    with OtherProcess(projector_process.fold, str(database)) as process:
        while (said := process.hear(60)) != "done":
            assert said in ("begun", "step")

    models = ReadModels.open(f"sqlite:///{database}")
    results = verify(models.rows, log, all_projections())
    models.close()
    assert [result.differences for result in results] == [()] * len(results)
    assert {result.position for result in results} == {log.head()}


def test_rows_are_the_same_under_another_hash_seed(tmp_path: Path) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", projector_process.__name__, str(tmp_path / f"{seed}.db")],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
        )
        for seed in ("1", "4242")
    ]
    first, second = (process.communicate(timeout=60)[0].splitlines()[-1] for process in processes)
    assert len(first) == 64
    assert first == second
