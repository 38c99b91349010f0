"""The memory that proves decisions current, against a model that forgets nothing."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.mongodb.versions import StreamVersions

STREAMS = st.sampled_from([f"wallet:{number}" for number in range(12)])
CHANGE = st.dictionaries(STREAMS, st.integers(1, 3), min_size=1, max_size=4)


@dataclass(frozen=True)
class Known:
    version: int
    as_of: int


@settings(max_examples=300)
@given(st.lists(CHANGE, max_size=40), st.integers(2, 10), st.data())
def test_what_changed_is_always_stale_and_what_did_not_is_current_after_the_horizon(
    changes: list[dict[str, int]], capacity: int, data: st.DataObject
) -> None:
    versions = StreamVersions(capacity)
    history: list[dict[str, int]] = [{}]
    for change in changes:
        newest = dict(history[-1])
        for stream, by in change.items():
            newest[stream] = newest.get(stream, 0) + by
        history.append(newest)
        versions.changed({stream: newest[stream] for stream in change}, len(history) - 1)

    as_of = data.draw(st.integers(0, len(history) - 1))
    stream = data.draw(STREAMS)
    read = Known(history[as_of].get(stream, 0), as_of)
    stale = versions.stale([(stream, read)])

    if history[-1].get(stream, 0) != read.version:
        assert stale == [stream]
    elif as_of >= versions.horizon:
        assert stale == []


@given(st.lists(CHANGE, min_size=1, max_size=60))
def test_memory_stays_within_its_bounds(changes: list[dict[str, int]]) -> None:
    versions = StreamVersions(capacity=6)
    for position, change in enumerate(changes, start=1):
        versions.changed(change, position)

        assert len(versions._young) + len(versions._old) <= 6 + 4


def test_after_forgetting_only_later_reads_are_current() -> None:
    versions = StreamVersions()
    versions.changed({"wallet:ana": 1}, 1)

    versions.forget(10)

    assert versions.stale([("wallet:ana", Known(1, 9)), ("wallet:luz", Known(0, 10))]) == ["wallet:ana"]
