"""How a commit's caller is answered when something goes wrong that nobody foresaw."""

from concurrent.futures import Future
from typing import Any

from eventsourcing.persistence import OperationalError

from adapters.mongodb.errors import Unknown
from adapters.mongodb.pending import Pending, Placed, deliver


def pending(waiter: Future[Any]) -> Pending:
    return Pending("test:1", [{"originator_id": "s", "originator_version": 1}], waiter, 0.0)


def test_a_commit_that_was_sent_is_of_unknown_outcome_and_one_that_was_not_is_not_recorded() -> None:
    waiting = pending(Future())
    unsent = waiting.failed(KeyError("x"))
    assert isinstance(unsent, OperationalError) and "nothing was recorded" in str(unsent)
    waiting.tried = True
    assert isinstance(waiting.failed(KeyError("x")), Unknown)


def test_who_was_answered_before_is_passed_over_and_the_others_hear() -> None:
    done: Future[Any] = Future()
    done.set_result(Placed((1,)))
    waiting: Future[Any] = Future()
    deliver([(done, OperationalError("late")), (waiting, Placed((2,)))])
    assert done.result() == Placed((1,))
    assert waiting.result(timeout=1) == Placed((2,))
