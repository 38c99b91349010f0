"""What a fold may do to rows, and how it is undone."""

from datetime import UTC, datetime

import pytest

from projections.columns import UtcDateTime
from projections.projection import Partition, Projection, on
from projections.registry import all_projections
from projections.rows import Merge, NotLoaded, Rows
from tests.unit.projection_log import Log
from tests.unit.toy_projection import Toys, toy_entries, toy_merged, toy_sums


def rows_of(empty: bool = True) -> Rows:
    return Rows((toy_sums, toy_entries), empty)


def test_a_new_row_has_every_column_its_key_and_its_defaults():
    rows = rows_of()
    assert rows[toy_sums].get_or_new("s:1", total=0) == {"stream": "s:1", "total": 0, "seen": None}


def test_an_undone_event_leaves_rows_as_they_were_even_inside_json():
    rows = rows_of()
    rows[toy_sums].get_or_new("s:1", total=1, seen=[1])
    rows.keep()
    row = rows[toy_sums].get_or_new("s:1")
    row["total"] = 5
    row["seen"].append(5)
    rows[toy_sums].get_or_new("s:2", total=9, seen=[])
    rows[toy_entries].add(Log().append("s:1", "toy.added", amount=5), stream="s:1", amount=5)
    rows.undo()
    (sums,) = rows.changes()
    assert sums.put == [{"stream": "s:1", "total": 1, "seen": [1]}]


def test_a_row_that_is_not_in_memory_is_asked_for_instead_of_taken_for_absent():
    rows = rows_of(empty=False)
    with pytest.raises(NotLoaded) as asked:
        rows[toy_sums].get("s:1")
    assert asked.value.key == "s:1"
    rows[toy_sums].learn(["s:1", "s:2"], [{"stream": "s:1", "total": 3, "seen": []}])
    assert rows[toy_sums].get("s:1") == {"stream": "s:1", "total": 3, "seen": []}
    assert rows[toy_sums].get("s:2") is None


def test_a_row_that_is_only_read_is_not_written():
    rows = rows_of(empty=False)
    with pytest.raises(NotLoaded):
        rows[toy_sums].peek("s:1")
    rows[toy_sums].learn(["s:1"], [{"stream": "s:1", "total": 3, "seen": []}])
    assert rows[toy_sums].peek("s:1") == {"stream": "s:1", "total": 3, "seen": []}
    rows.keep()
    assert rows.changes() == []


def test_a_row_of_an_event_is_kept_in_the_order_of_the_columns():
    rows = rows_of()
    event = Log().append("s:1", "toy.added", amount=5)
    rows[toy_entries].add(event, amount=5, stream="s:1")
    with pytest.raises(ValueError, match="toy_entries has no column colour"):
        rows[toy_entries].add(event, amount=5, colour="red")
    rows.keep()
    (changes,) = rows.changes()
    assert changes.added == [(event.position, event.timestamp, event.correlation_id, "s:1", 5)]


def test_a_removed_row_is_deleted_and_can_come_again():
    rows = rows_of()
    rows[toy_sums].get_or_new("s:1", total=1, seen=[])
    rows.keep()
    rows.written(keep=10)
    rows[toy_sums].remove("s:1")
    rows.keep()
    assert rows.changes()[0].removed == ["s:1"]
    rows[toy_sums].get_or_new("s:1", total=7, seen=[])
    rows.keep()
    assert rows.changes()[0].put == [{"stream": "s:1", "total": 7, "seen": []}]


def test_a_column_that_does_not_exist_is_refused_by_name():
    rows = rows_of()
    with pytest.raises(ValueError, match="toy_entries has no column colour"):
        rows[toy_entries].add(Log().append("s:1", "toy.added", amount=5), stream="s:1", amount=5, colour="red")
    rows[toy_sums].get_or_new("s:1", total=0)["colour"] = "red"
    with pytest.raises(ValueError, match="toy_sums has no column colour"):
        rows.keep()


def test_an_event_with_a_column_that_does_not_exist_leaves_nothing_in_any_table():
    rows = rows_of()
    rows[toy_entries].add(Log().append("s:1", "toy.added", amount=5), stream="s:1", amount=5)
    rows[toy_sums].get_or_new("s:1", total=0)["colour"] = "red"
    with pytest.raises(ValueError, match="colour"):
        rows.keep()
    rows.undo()
    assert rows.changes() == []


def test_merged_numbers_need_no_row_in_memory_and_are_undone_with_their_event():
    rows = Rows((toy_merged,), empty=False)
    for amount in (3, 5, 4):
        rows[toy_merged].merge(Merge.SUM, "total", amount, "s:1")
        rows[toy_merged].merge(Merge.GREATEST, "greatest", amount, "s:1")
    rows.keep()
    rows[toy_merged].merge(Merge.SUM, "total", 100, "s:1")
    rows[toy_merged].merge(Merge.SUM, "total", 100, "s:2")
    rows.undo()
    rows.keep()
    (changes,) = rows.changes()
    assert changes.merged == {(Merge.SUM, "total"): {"s:1": 12}, (Merge.GREATEST, "greatest"): {"s:1": 5}}
    rows.written(keep=10)
    assert rows.changes() == []
    with pytest.raises(ValueError, match="toy_merged has no column colour"):
        rows[toy_merged].merge(Merge.SUM, "colour", 1, "s:1")


def test_rows_beyond_what_is_kept_are_forgotten_and_asked_for_again():
    rows = rows_of()
    for number in range(10):
        rows[toy_sums].get_or_new(f"s:{number}", total=number, seen=[])
        rows.keep()
    rows.written(keep=4)
    assert rows[toy_sums].get("s:9") is not None
    with pytest.raises(NotLoaded):
        rows[toy_sums].get("s:0")


def test_the_longest_matching_pattern_folds_a_topic():
    class Patterns(Projection):
        tables = ()

        @on("*")
        def every(self, event, rows): ...

        @on("external.*")
        def outside(self, event, rows): ...

        @on("external.known")
        def known(self, event, rows): ...

    patterns = Patterns()
    assert patterns.fold_for("gift.claimed") is Patterns.every
    assert patterns.fold_for("external.watched") is Patterns.outside
    assert patterns.fold_for("external.known") is Patterns.known
    assert Toys().fold_for("gift.claimed") is None


def test_every_read_model_of_the_package_is_found_once():
    names = [projection.name for projection in all_projections()]
    assert len(names) == len(set(names))
    tables = {table.name for projection in all_projections() for table in projection.tables}
    assert {
        "users", "wallet_balances", "wallet_ledger", "gift_streaks", "mission_progress", "mission_steps",
        "achievements_unlocked", "story_progress", "story_choices", "event_history", "activity_daily",
        "inventory", "memberships", "missions", "items", "plans", "stories",
    } <= tables  # fmt: skip


def test_every_row_per_event_table_says_where_when_and_in_which_correlation():
    for projection in all_projections():
        for table in projection.tables:
            if "position" in {column.name for column in table.primary_key}:
                assert {"position", "occurred_at", "correlation_id"} <= set(table.columns.keys())


def test_a_changed_table_changes_the_shape_of_its_projection():
    class Wider(Toys):
        tables = (toy_sums,)

    assert Toys().shape == Toys().shape
    assert Wider().shape != Toys().shape


def test_moments_are_kept_to_the_millisecond_as_text_that_sorts_by_time():
    from sqlalchemy.dialects.sqlite import dialect

    kind, sqlite = UtcDateTime(), dialect()
    early, late = datetime(2026, 3, 1, 9, 5, 7, 1000, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
    texts = [kind.bind_processor(sqlite)(moment) for moment in (early, late)]
    assert texts == ["2026-03-01 09:05:07.001Z", "2026-12-01 00:00:00.000Z"]
    assert kind.process_result_value(texts[0], sqlite) == early


def test_order_is_kept_within_what_a_projection_says():
    event = Log().append("wallet:ana", "wallet.credited", amount=1)

    def key(partition_: Partition) -> str | None:
        class Some(Projection):
            tables = ()
            partition = partition_

        return Some().key_of(event)

    assert [key(each) for each in Partition] == ["wallet:ana", "ana", None, None]
