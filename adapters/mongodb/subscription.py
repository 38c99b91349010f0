"""The library's subscription: woken at once, and not ended by an outage."""

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from eventsourcing.persistence import ListenNotifySubscription, OperationalError

if TYPE_CHECKING:
    from adapters.mongodb.recorder import MongoApplicationRecorder

log = logging.getLogger(__name__)

GLANCE_SECONDS = 1.0
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0


class MongoSubscription(ListenNotifySubscription["MongoApplicationRecorder"]):
    """Listens before it first looks, so that nothing falls between."""

    def __init__(self, recorder: "MongoApplicationRecorder", gt: int | None, topics: Sequence[str]) -> None:
        super().__init__(recorder=recorder, gt=gt, topics=topics)

    def _loop_on_pull(self) -> None:
        wake = self._has_been_notified.set
        self._recorder.heads.listen(wake)
        try:
            self._pull_until_stopped()
        except Exception as error:  # noqa: BLE001  # the iterating thread raises it
            self._thread_error = error
            self.stop()
        finally:
            self._recorder.heads.unlisten(wake)

    def _pull_until_stopped(self) -> None:
        pause, away = FIRST_PAUSE, False
        while not self._has_been_stopped:
            try:
                self._pull()
            except OperationalError as error:
                if not away:
                    log.warning("a subscription can't read the log, trying on: %s", error)
                away = True
                self._has_been_notified.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                if away:
                    log.warning("a subscription reads the log again")
                pause, away = FIRST_PAUSE, False
                self._has_been_notified.wait(GLANCE_SECONDS)
