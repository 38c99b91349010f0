"""Parked events taken after all, or given up, beside a running projector."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.sqlite.read_models import ReadModels
from projections.engine import Projector
from projections.parking import NeedsRebuild, NotParked, Retried, discard, retry
from projections.projection import Partition, Projection
from queries.projections import parked_events
from tests.unit import toy_projection
from tests.unit.projection_log import Log
from tests.unit.toy_projection import Toys, entries, sums


@pytest.fixture
def models(tmp_path: Path) -> Iterator[ReadModels]:
    opened = ReadModels.open(f"sqlite:///{tmp_path}/read.db")
    yield opened
    opened.close()


@pytest.fixture
def log() -> Log:
    """Stream a: 1, then 13 which can't be taken, then 2 and 3 behind it. Stream b: 13, then 5. Stream c is well."""
    log = Log()
    for stream, amount in (("a", 1), ("a", 13), ("b", 13), ("a", 2), ("c", 7), ("b", 5), ("a", 3)):
        log.append(f"toy:{stream}", "toy.added", amount=amount)
    return log


def projected(log: Log, models: ReadModels, projection: Projection | None = None) -> Projector:
    projector = Projector(log, models.rows, (projection or Toys(),))
    projector.open()
    while projector.step():
        continue
    return projector


@pytest.fixture
def mended(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Afterwards, call `mended.setattr(toy_projection, "UNLUCKY", None)`: thirteen can be taken."""
    return monkeypatch


def positions(models: ReadModels) -> list[int]:
    return [each.position for each in models.read(parked_events)]


def test_once_the_fold_is_mended_a_stream_is_retried_in_place_and_in_order(
    log: Log, models: ReadModels, mended: pytest.MonkeyPatch
) -> None:
    projected(log, models)
    mended.setattr(toy_projection, "UNLUCKY", None)
    assert retry(models.rows, log, Toys(), "toy:a") == Retried(taken=3, parked=0)
    assert models.read(sums) == {"toy:a": 19, "toy:c": 7}
    assert positions(models) == [3, 6]
    assert retry(models.rows, log, Toys()) == Retried(taken=2, parked=0)
    assert models.read(sums) == {"toy:a": 19, "toy:b": 18, "toy:c": 7}
    assert models.read(entries) == [(1, 1), (2, 13), (3, 13), (4, 2), (5, 7), (6, 5), (7, 3)]


def test_a_retry_of_what_still_cant_be_taken_changes_nothing(log: Log, models: ReadModels) -> None:
    projected(log, models)
    assert retry(models.rows, log, Toys()) == Retried(taken=0, parked=5)
    assert positions(models) == [2, 3, 4, 6, 7]
    assert models.read(sums) == {"toy:a": 1, "toy:c": 7}


def test_a_running_projector_goes_on_after_a_retry_by_somebody_else(
    log: Log, models: ReadModels, mended: pytest.MonkeyPatch
) -> None:
    projector = projected(log, models)
    mended.setattr(toy_projection, "UNLUCKY", None)
    retry(models.rows, log, Toys(), "toy:a")
    log.append("toy:a", "toy.added", amount=100)
    while projector.step():
        continue
    assert models.read(sums)["toy:a"] == 119
    assert projector.status()[0].parked == 2
    projector.waiting.wait(8, timeout=5, stream="toy:a")


def test_a_retry_is_made_again_when_the_projector_writes_in_between(
    log: Log, models: ReadModels, mended: pytest.MonkeyPatch
) -> None:
    projector = projected(log, models)
    mended.setattr(toy_projection, "UNLUCKY", None)
    write, raced = models.rows.write, []

    def overtaken(changes):  # type: ignore[no-untyped-def]
        if not raced:
            raced.append(log.append("toy:c", "toy.added", amount=1))
            projector.step()
        write(changes)

    mended.setattr(models.rows, "write", overtaken)
    assert retry(models.rows, log, Toys(), "toy:a") == Retried(taken=3, parked=0)
    assert models.read(sums) == {"toy:a": 19, "toy:c": 8}


def test_what_the_database_refuses_stays_parked_with_what_is_behind_it(models: ReadModels) -> None:
    log = Log()
    for amount in (1, None, 2):
        log.append("toy:a", "toy.added", amount=amount)
    projected(log, models)
    assert retry(models.rows, log, Toys()) == Retried(taken=0, parked=2)
    assert positions(models) == [2, 3]


def test_a_discarded_event_lets_those_behind_it_go_on(log: Log, models: ReadModels) -> None:
    projected(log, models)
    assert discard(models.rows, log, Toys(), 2) == Retried(taken=2, parked=0)
    assert models.read(sums) == {"toy:a": 6, "toy:c": 7}
    assert positions(models) == [3, 6]
    with pytest.raises(NotParked):
        discard(models.rows, log, Toys(), 2)


def test_nothing_is_retried_where_nothing_is_parked(models: ReadModels) -> None:
    projected(Log(), models)
    with pytest.raises(NotParked):
        retry(models.rows, Log(), Toys())


def test_where_everything_depends_on_everything_only_a_rebuild_helps(log: Log, models: ReadModels) -> None:
    class Wholes(Toys):
        name = "toys"
        partition = Partition.WHOLE

    projected(log, models, Wholes())
    assert positions(models) == [2, 3]
    with pytest.raises(NeedsRebuild, match="yabot replay toys"):
        retry(models.rows, log, Wholes())
