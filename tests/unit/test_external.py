from typing import Any

import pytest

from commands.external import RecordExternalFact
from domain.aggregate import event_class
from domain.content import ContentPack
from domain.errors import InvalidValue, NotFound
from domain.external import ExternalFacts, UnknownExternalType
from domain.users import UserBanned
from tests.unit.examples import WORDS, mission_like, settle, step
from tests.unit.given import ana, bea, given, nothing, nothing_at_all, user

WATCHED = {
    "id": "stream_watched",
    "title": WORDS,
    "fields": {
        "minutes": {"type": "integer", "least": 1, "most": 1440},
        "show": {"type": "text", "required": False, "most": 5},
        "live": {"type": "boolean", "required": False},
    },
}
STARTED = {"id": "stream_started", "title": WORDS, "about": "nobody"}
ANYBODY = {"id": "voted", "title": WORDS, "about": "anybody"}
PACK = ContentPack.model_validate({"external": [WATCHED, STARTED, ANYBODY]})


def watched(payload: dict[str, Any], of: Any = ana, service: str = "twitch") -> RecordExternalFact:
    return RecordExternalFact("stream_watched", of, payload, service)


def test_a_fact_about_a_user_is_recorded_under_its_own_topic():
    scene = given(nothing).with_content(PACK).when(watched({"minutes": 30, "show": "Nima", "live": True}))
    (told,) = scene.recorded
    assert told.topic == "external.stream_watched"
    assert told.stream == f"external_facts:{ana}:twitch"
    assert told.user_id == ana
    assert told.state == {
        "name": "stream_watched",
        "service": "twitch",
        "payload": {"minutes": 30, "show": "Nima", "live": True},
    }


def test_a_fact_about_nobody_belongs_to_its_service():
    scene = given(nothing).with_content(PACK).when(RecordExternalFact("stream_started", None, {}, "twitch"))
    (told,) = scene.recorded
    assert (told.stream, told.user_id) == ("external_facts:-:twitch", None)
    assert given(nothing).with_content(PACK).when(RecordExternalFact("voted", None)).recorded
    assert given(nothing).with_content(PACK).when(RecordExternalFact("voted", ana)).recorded


def test_all_external_facts_are_read_back_by_one_class():
    kind = event_class("external.whatever")
    assert kind is not None
    assert kind.aggregate_class is ExternalFacts


def test_a_kind_that_is_not_registered_is_refused():
    given(nothing).with_content(PACK).when(RecordExternalFact("moon_landing", ana)).refuses(
        UnknownExternalType("moon_landing")
    )


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        ({}, "payload.minutes"),
        ({"minutes": "30"}, "payload.minutes"),
        ({"minutes": True}, "payload.minutes"),
        ({"minutes": 0}, "payload.minutes"),
        ({"minutes": 1441}, "payload.minutes"),
        ({"minutes": 30.5}, "payload.minutes"),
        ({"minutes": 30, "show": "too long"}, "payload.show"),
        ({"minutes": 30, "show": 5}, "payload.show"),
        ({"minutes": 30, "live": 1}, "payload.live"),
        ({"minutes": 30, "name": "Ana"}, "payload"),
    ],
)
def test_a_payload_that_is_not_as_registered_is_refused(payload: dict[str, Any], field: str):
    scene = given(nothing).with_content(PACK).when(watched(payload)).refuses(InvalidValue)
    assert scene.refusal.field == field


@pytest.mark.parametrize("service", ["", "Twitch", "a:b", "a b", "x" * 41])
def test_a_service_with_an_odd_name_is_refused(service: str):
    given(nothing).with_content(PACK).when(watched({"minutes": 1}, service=service)).refuses(InvalidValue)


def test_who_a_fact_is_about_must_be_as_registered():
    given(nothing).with_content(PACK).when(watched({"minutes": 1}, of=None)).refuses(InvalidValue)
    given(nothing).with_content(PACK).when(RecordExternalFact("stream_started", ana)).refuses(InvalidValue)


def test_facts_about_the_unknown_and_the_banned_are_refused():
    given(nothing_at_all).with_content(PACK).when(watched({"minutes": 1}, of=bea)).refuses(NotFound("user", bea))
    given(nothing, user.banned("spam")).with_content(PACK).when(watched({"minutes": 1})).refuses(
        UserBanned(None, "spam")
    )


def test_the_same_command_id_records_one_fact():
    scene = given(nothing).with_content(PACK)
    for _ in range(2):
        scene.when(watched({"minutes": 1}), command_id="http:key:1")
    assert [each.topic for each in scene.store.events].count("external.stream_watched") == 1


def test_an_external_fact_moves_a_mission_by_a_field_of_its_payload():
    content = PACK.model_copy(
        update={
            "missions": (
                mission_like("m", "daily", step("watch", "external.stream_watched", 30, total="payload.minutes")),
            )
        }
    )
    scene = given(nothing).with_content(content).when(watched({"minutes": 20}))
    scene.when(watched({"minutes": 25}))
    settle(scene)
    moved = [(each.progress, each.topic) for each in scene.store.events if each.topic == "mission.progressed"]
    assert [progress for progress, _ in moved] == [20, 30]
    assert [each.mission for each in scene.store.events if each.topic == "mission.completed"] == ["m"]
