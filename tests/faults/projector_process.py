"""A projector in a process of its own: to be killed, or `python -m tests.faults.projector_process DATABASE`.

It folds a log that is the same in every process, in small batches. To be killed, it tells each of them, and says `done`
at the end; as a program it prints the hash of all rows.
"""

import sys
from multiprocessing.connection import Connection

from adapters.sqlite.read_models import ReadModels
from projections.engine import Projector
from projections.registry import all_projections
from tests.unit.projection_log import busy_log
from tests.unit.toy_projection import digest


def fold(connection: Connection, database: str) -> None:
    models = ReadModels.open(f"sqlite:///{database}")
    projector = opened(models)
    connection.send("begun")
    while projector.step():
        connection.send("step")
    models.close()
    connection.send("done")


def opened(models: ReadModels) -> Projector:
    projector = Projector(busy_log(users=40, rounds=8), models.rows, all_projections(), batch=20)
    projector.open()
    return projector


def main(database: str) -> None:
    models = ReadModels.open(f"sqlite:///{database}")
    projector = opened(models)
    while projector.step():
        pass
    print(models.read(digest, all_projections()))
    models.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
