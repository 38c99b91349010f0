"""The library's own published test cases, run against our persistence module.

They are imported as namespaces, so that the abstract ones are not collected. What is about a database connection pool,
SQL tables or dynamic consistency boundaries has no counterpart here.
"""

import json
import os
import subprocess
import sys
from typing import Any
from unittest import TestCase

import bson
import eventsourcing.cryptography
import pytest
from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    DatetimeAsISO,
    ProcessRecorder,
    Tracking,
    TrackingRecorder,
    Transcoder,
    UUIDAsHex,
)
from eventsourcing.utils import Environment, get_topic
from pymongo.client_session import ClientSession

from adapters.mongodb.factory import MongoFactory
from adapters.mongodb.recorder import MongoAggregateRecorder, MongoApplicationRecorder, MongoProcessRecorder
from adapters.mongodb.tracking import MongoTrackingRecorder
from adapters.mongodb.transcoder import BSONTranscoder

# The library's first cipher needs pycryptodome; its other one, the same on the package that we have, stands in for it.
sys.modules["eventsourcing.cipher"] = eventsourcing.cryptography

import eventsourcing.tests.application as application_cases  # noqa: E402
import eventsourcing.tests.persistence as persistence_cases  # noqa: E402
import eventsourcing.tests.projection as projection_cases  # noqa: E402


@pytest.fixture(autouse=True)
def persistence_module(mongod: str, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library finds its module in the environment."""
    monkeypatch.setenv("PERSISTENCE_MODULE", "adapters.mongodb.factory")
    monkeypatch.setenv("MONGODB_URI", mongod)
    monkeypatch.setenv("MONGODB_DATABASE", database)


class WithFactory(TestCase):
    """Makes a recorder by a factory of its own, and closes it."""

    def new_factory(self) -> MongoFactory:
        factory = MongoFactory.construct(Environment("bank", dict(os.environ)))
        assert isinstance(factory, MongoFactory)
        self.addCleanup(factory.close)
        return factory


class TestMongoAggregateRecorder(WithFactory, persistence_cases.AggregateRecorderTestCase):
    def create_recorder(self) -> AggregateRecorder:
        return self.new_factory().aggregate_recorder()


class TestMongoSnapshotRecorder(WithFactory, persistence_cases.AggregateRecorderTestCase):
    def create_recorder(self) -> AggregateRecorder:
        return self.new_factory().aggregate_recorder("snapshots")


class TestMongoApplicationRecorder(WithFactory, persistence_cases.ApplicationRecorderTestCase[ApplicationRecorder]):
    def create_recorder(self) -> ApplicationRecorder:
        return self.new_factory().application_recorder()

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestMongoTrackingRecorder(WithFactory, persistence_cases.TrackingRecorderTestCase):
    def create_recorder(self) -> TrackingRecorder:
        return self.new_factory().tracking_recorder()


class TestMongoProcessRecorder(WithFactory, persistence_cases.ProcessRecorderTestCase):
    def create_recorder(self) -> ProcessRecorder:
        return self.new_factory().process_recorder()


class TestMongoNonInterleavingNotificationIds(WithFactory, persistence_cases.NonInterleavingNotificationIDsBaseCase):
    def create_recorder(self) -> ApplicationRecorder:
        return self.new_factory().application_recorder()


class SpecialTrackingRecorder(MongoTrackingRecorder):
    pass


class TestMongoFactory(persistence_cases.InfrastructureFactoryTestCase[MongoFactory]):
    def setUp(self) -> None:
        self.env = Environment("TestCase", dict(os.environ))
        super().setUp()

    def expected_factory_class(self) -> type[MongoFactory]:
        return MongoFactory

    def expected_aggregate_recorder_class(self) -> type[AggregateRecorder]:
        return MongoAggregateRecorder

    def expected_application_recorder_class(self) -> type[ApplicationRecorder]:
        return MongoApplicationRecorder

    def expected_tracking_recorder_class(self) -> type[TrackingRecorder]:
        return MongoTrackingRecorder

    def tracking_recorder_subclass(self) -> type[TrackingRecorder]:
        return SpecialTrackingRecorder

    def expected_process_recorder_class(self) -> type[ProcessRecorder]:
        return MongoProcessRecorder


class _AnyBytes(bytes):
    """Equal to all bytes: stands for the JSON that the library's transcoder would have made."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, bytes)

    __hash__ = None  # type: ignore[assignment]


class MydictAsDict(persistence_cases.Transcoding):
    type = persistence_cases.Mydict
    name = "mydict"

    def encode(self, obj: persistence_cases.Mydict[Any, Any]) -> dict[Any, Any]:
        return dict(obj)

    def decode(self, data: dict[Any, Any]) -> persistence_cases.Mydict[Any, Any]:
        return persistence_cases.Mydict(data)


class MyListAsList(persistence_cases.Transcoding):
    type = persistence_cases.MyList
    name = "mylist"

    def encode(self, obj: persistence_cases.MyList[Any]) -> list[Any]:
        return list(obj)

    def decode(self, data: list[Any]) -> persistence_cases.MyList[Any]:
        return persistence_cases.MyList(data)


class MyStrAsStr(persistence_cases.Transcoding):
    type = persistence_cases.MyStr
    name = "mystr"

    def encode(self, obj: persistence_cases.MyStr) -> str:
        return str(obj)

    def decode(self, data: str) -> persistence_cases.MyStr:
        return persistence_cases.MyStr(data)


class MyIntAsInt(persistence_cases.Transcoding):
    type = persistence_cases.MyInt
    name = "myint"

    def encode(self, obj: persistence_cases.MyInt) -> int:
        return int(obj)

    def decode(self, data: int) -> persistence_cases.MyInt:
        return persistence_cases.MyInt(data)


class _ComparableTranscoder(Transcoder):
    """A BSONTranscoder in a test case that compares what it gets with JSON."""

    def __init__(self, transcoder: BSONTranscoder) -> None:
        self._transcoder = transcoder

    def encode(self, obj: Any) -> bytes:
        return _AnyBytes(self._transcoder.encode(obj))

    def decode(self, data: bytes) -> Any:
        if not isinstance(data, _AnyBytes):  # JSON that the test case has written itself
            value = json.loads(data)
            data = bson.encode(value if isinstance(value, dict) else {"_value_": value})
        return self._transcoder.decode(bytes(data))


class TestBSONTranscoder(persistence_cases.TranscoderTestCase):
    """Everything but the bytes, which are BSON here, not JSON: any are taken for right, and decoded."""

    def construct_transcoder(self) -> Transcoder:
        transcoder = BSONTranscoder()
        for transcoding in (
            persistence_cases.CustomType1AsDict,
            persistence_cases.CustomType2AsDict,
            MydictAsDict,
            MyListAsList,
            MyStrAsStr,
            MyIntAsInt,
            DatetimeAsISO,
            UUIDAsHex,
        ):
            transcoder.register(transcoding())
        return _ComparableTranscoder(transcoder)


def test_the_persistence_module_knows_nothing_of_our_domain() -> None:
    """It is worth having alone, for any application of the library's."""
    look = (
        "import sys, adapters.mongodb.factory\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('domain', 'commands', 'projections')])"
    )
    seen = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True, timeout=60)

    assert seen.stdout.strip() == "[]"


class TestExampleApplication(application_cases.ExampleApplicationTestCase):
    expected_factory_topic = get_topic(MongoFactory)


@pytest.mark.filterwarnings("always:'log' is deprecated:DeprecationWarning")  # a case counts the warnings
class TestApplication(application_cases.ApplicationTestCase):
    pass


class MongoEventCounters(MongoTrackingRecorder, projection_cases.EventCountersView):
    """A view that writes its numbers and how far it has come in one transaction."""

    def get_created_event_counter(self) -> int:
        return self._count("created")

    def get_subsequent_event_counter(self) -> int:
        return self._count("subsequent")

    def incr_created_event_counter(self, tracking: Tracking) -> None:
        self._increase("created", tracking)

    def incr_subsequent_event_counter(self, tracking: Tracking) -> None:
        self._increase("subsequent", tracking)

    def _increase(self, name: str, tracking: Tracking) -> None:
        counters = self.client[self.names.database]["counters"]

        def write(session: ClientSession) -> None:
            counters.update_one({"_id": name}, {"$inc": {"count": 1}}, upsert=True, session=session)

        self.record(tracking, write)

    def _count(self, name: str) -> int:
        found = self.client[self.names.database]["counters"].find_one({"_id": name})
        return int(found["count"]) if found else 0


class TestMongoEventCounters(WithFactory, projection_cases.EventCountersViewTestCase):
    def construct_event_counters_view(self) -> projection_cases.EventCountersView:
        view = self.new_factory().tracking_recorder(MongoEventCounters)
        assert isinstance(view, projection_cases.EventCountersView)
        return view


class TestAggregateEventCountersProjection(projection_cases.AggregateEventCountersProjectionTestCase):
    view_class = MongoEventCounters


class TestEventSourcedProjection(projection_cases.EventSourcedProjectionTestCase):
    pass
