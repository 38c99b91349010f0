"""Reads that were asked for at the same time, made in one round trip."""

import logging
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

import pymongo
from pymongo.errors import PyMongoError

from adapters.mongodb.errors import Unavailable
from adapters.mongodb.pending import Answer, Waiter, deliver

log = logging.getLogger(__name__)

Question = tuple[Any, Waiter]
"""What is asked, and who waits for the answer."""
Reading = Callable[[Sequence[Any]], Sequence[Any]]
"""Answers many questions of one kind at once, in their order; an exception among the answers is for that asker only."""

MAX_TOGETHER = 500


class Loader:
    """One thread that gathers questions of the same kind and answers them together."""

    def __init__(self, name: str, seconds: float) -> None:
        self._seconds = seconds
        self._queue: SimpleQueue[tuple[Reading, Question] | None] = SimpleQueue()
        self._closing = False
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def ask(self, read: Reading, question: Any, waiter: Waiter) -> None:
        """Has `waiter` answered with what `read` says to `question`, or with the error that it met."""
        if self._closing:
            raise Unavailable("the event store is closed")
        self._queue.put((read, (question, waiter)))

    def close(self, timeout: float = 10.0) -> None:
        """Answers what was asked, and ends the thread."""
        if not self._closing:
            self._closing = True
            self._queue.put(None)
        self._thread.join(timeout)

    def _run(self) -> None:
        closing = False
        while not closing:
            gathered: dict[Reading, list[Question]] = {}
            item = self._queue.get()
            for _ in range(MAX_TOGETHER):
                if item is None:
                    closing = True
                    break
                gathered.setdefault(item[0], []).append(item[1])
                try:
                    item = self._queue.get_nowait()
                except Empty:
                    break
            else:
                if item is not None:
                    gathered.setdefault(item[0], []).append(item[1])
            for read, questions in gathered.items():
                self._answer(read, [each for each in questions if not each[1].done()])

    def _answer(self, read: Reading, questions: list[Question]) -> None:
        if not questions:
            return
        answers: list[Answer]
        try:
            with pymongo.timeout(self._seconds):
                said = read([question for question, _ in questions])
            answers = [(waiter, answer) for (_, waiter), answer in zip(questions, said, strict=True)]
        except PyMongoError as error:
            answers = [(waiter, Unavailable(f"{error}")) for _, waiter in questions]
        except Exception as error:
            log.exception("reading for %s callers failed", len(questions))
            answers = [(waiter, error) for _, waiter in questions]
        deliver(answers)
