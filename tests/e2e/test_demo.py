"""The demo's month: in the order of its time, and with something of everything that members do."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from tests.dev import DevProcess

EVENING = timedelta(minutes=5)
"""How long an evening takes. Within it, many live at once."""


@pytest.fixture
def read_models(dev_process: DevProcess) -> Iterator[sqlite3.Connection]:
    url = dev_process.facts["read_models_url"]
    read = sqlite3.connect(f"file:{url.removeprefix('sqlite:///')}?mode=ro", uri=True)
    yield read
    read.close()


def test_the_log_is_in_the_order_of_its_time_but_for_minutes(read_models: sqlite3.Connection) -> None:
    rows = read_models.execute("SELECT occurred_at, recorded_at FROM event_history ORDER BY position").fetchall()
    occurred, recorded = ([datetime.fromisoformat(moment) for moment in column] for column in zip(*rows, strict=True))
    assert len(occurred) > 1_000
    assert occurred[-1] - occurred[0] > timedelta(days=28)
    latest = occurred[0]
    for moment in occurred:
        latest = max(latest, moment)
        assert latest - moment < EVENING
    assert recorded == sorted(recorded)
    assert all(abs(there - moment) < EVENING for there, moment in zip(recorded, occurred, strict=True))


def test_there_is_something_to_see_of_every_topic(read_models: sqlite3.Connection) -> None:
    counts = dict(read_models.execute("SELECT type, count(*) FROM event_history GROUP BY type"))
    for type in (
        "auction.bid_placed", "chat.registered", "gift.claimed", "item.purchased", "item.used", "membership.granted",
        "mission.completed", "reaction.rewarded", "referral.rewarded", "story.choice_made", "transfer.sent",
        "trivia.answered",
    ):  # fmt: skip
        assert counts.get(type, 0) > 1, type
    auctions = [status for (status,) in read_models.execute("SELECT status FROM auctions WHERE bids > 0")]
    assert auctions.count("open") >= 2
    assert "sold" in auctions
    assert "timer.dropped" not in counts
