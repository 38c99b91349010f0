"""A projector in a process of its own, to be killed: `python -m tests.faults.projector_process DATABASE [digest]`.

It folds a log that is the same in every process, in small batches, each of which it tells, and says `done` at the end,
or prints the hash of all rows.
"""

import sys

from adapters.sqlite.read_models import ReadModels
from projections.engine import Projector
from projections.registry import all_projections
from tests.unit.projection_log import busy_log
from tests.unit.toy_projection import digest


def main(database: str, *what: str) -> None:
    log = busy_log(users=40, rounds=8)
    models = ReadModels.open(f"sqlite:///{database}")
    projector = Projector(log, models.rows, all_projections(), batch=20)
    projector.open()
    print("begun", flush=True)
    while projector.step():
        print("step", flush=True)
    print(models.read(digest, all_projections()) if "digest" in what else "done", flush=True)
    models.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
