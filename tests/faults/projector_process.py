"""A projector in a process of its own, to be killed: `python -m tests.faults.projector_process DATABASE [digest]`.

It folds a log that is the same in every process, in small batches, and says `done` at the end of it, or prints the
hash of all rows.
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
    print("begun", flush=True)
    projector.open()
    while projector.step():
        continue
    print(models.read(digest, all_projections()) if "digest" in what else "done", flush=True)
    models.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
