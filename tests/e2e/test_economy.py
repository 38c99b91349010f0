"""Besitos are conserved at every position of the demo's history, and the queries of docs/economy.md show it."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dev import DevProcess

PAGE = Path(__file__).parents[2] / "docs" / "economy.md"
FLOWS, CONSERVED, DAYS = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def read_models(dev_process: DevProcess) -> Iterator[sqlite3.Connection]:
    url = dev_process.facts["read_models_url"]
    read = sqlite3.connect(f"file:{url.removeprefix('sqlite:///')}?mode=ro", uri=True)
    read.row_factory = sqlite3.Row
    yield read
    read.close()


def test_what_wallets_hold_is_what_was_minted_less_what_was_burned_at_every_position(
    read_models: sqlite3.Connection,
) -> None:
    rows = read_models.execute(CONSERVED).fetchall()
    assert len(rows) > 100
    assert [tuple(row) for row in rows if row["there_is"] != row["minted"] - row["burned"]] == []


def test_the_balances_of_today_are_the_end_of_that_history(read_models: sqlite3.Connection) -> None:
    read_models.execute("BEGIN")  # one state of both tables, whatever happens meanwhile
    *_, last = read_models.execute(CONSERVED)
    (total,) = read_models.execute("SELECT sum(available + held) FROM wallet_balances").fetchone()
    assert last["there_is"] == total


def test_sources_and_sinks_and_days_add_up_to_the_same(read_models: sqlite3.Connection) -> None:
    read_models.execute("BEGIN")
    *_, last = read_models.execute(CONSERVED)
    for query in (FLOWS, DAYS):
        rows = read_models.execute(query).fetchall()
        assert sum(row["came"] for row in rows) == last["minted"]
        assert sum(row["went"] for row in rows) == last["burned"]
    flows = {row["why"]: row for row in read_models.execute(FLOWS)}
    assert flows["daily_gift"]["came"] > 0
    assert flows["daily_gift"]["went"] == 0
