import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from commands.membership import ExpireMembership, GrantMembership, RevokeMembership, expiry
from commands.timers import Firing
from domain.content import ContentPack
from domain.definitions import Text
from domain.errors import InvalidValue, NotFound
from domain.membership import EXPIRY, Membership, MembershipTooLong, NoMembership, PlanDefinition
from domain.timers import Alarm, Due
from tests.unit.given import DEFAULT_NOW, ana, bea, given, membership, nothing, nothing_at_all

WORDS = Text(es="mes", en="month")
PACK = ContentPack(plans=(PlanDefinition(id="month", title=WORDS, description=WORDS, days=30, stars=150),))


def test_a_membership_begins_now_and_lasts_as_long_as_its_plan():
    given(nothing).with_content(PACK).when(GrantMembership(ana, "month", "thanks")).records(
        membership.granted("month", 30, DEFAULT_NOW, DEFAULT_NOW + timedelta(days=30), "thanks")
    )


def test_renewing_adds_to_what_is_left():
    until = DEFAULT_NOW + timedelta(days=10)
    given(nothing, membership.granted("month", until=until)).with_content(PACK).when(
        GrantMembership(ana, "month", "thanks", days=5)
    ).records(membership.granted("month", 5, until, until + timedelta(days=5), "thanks"))


def test_after_its_end_a_membership_begins_anew():
    given(nothing, membership.granted("month", until=DEFAULT_NOW)).with_content(PACK).when(
        GrantMembership(ana, "month", "thanks")
    ).records(membership.granted(begins=DEFAULT_NOW, until=DEFAULT_NOW + timedelta(days=30)))


@pytest.mark.parametrize("days", [0, -1, 3_661, 10**12])
def test_a_membership_of_no_or_too_many_days_is_refused(days: int):
    given(nothing).with_content(PACK).when(GrantMembership(ana, "month", "x", days=days)).refuses(InvalidValue)


def test_an_unknown_plan_and_an_unknown_user_are_refused():
    given(nothing).with_content(PACK).when(GrantMembership(ana, "life", "x")).refuses(NotFound("plan", "life"))
    given(nothing_at_all).with_content(PACK).when(GrantMembership(bea, "month", "x")).refuses(NotFound("user", bea))


def test_a_membership_is_revoked_now():
    given(nothing, membership.granted("month", until=DEFAULT_NOW + timedelta(days=9))).when(
        RevokeMembership(ana, "refunded")
    ).records(membership.revoked(DEFAULT_NOW, "refunded"))


def test_the_end_of_a_membership_is_noted_once_and_why():
    scene = given(nothing, membership.granted("month", until=DEFAULT_NOW)).when(ExpireMembership(ana))
    scene.records(membership.expired("month", DEFAULT_NOW, "ended")).when(ExpireMembership(ana)).records_nothing()
    history = (membership.granted("month", until=DEFAULT_NOW + timedelta(days=9)), membership.revoked(DEFAULT_NOW, "x"))
    given(nothing, *history).when(ExpireMembership(ana)).records(membership.expired(cause="revoked"))


def test_a_membership_that_lasts_is_not_over():
    given(nothing, membership.granted("month", until=DEFAULT_NOW + timedelta(days=1))).when(
        ExpireMembership(ana)
    ).records_nothing()


def test_its_end_is_due_when_it_ends_and_fires_for_its_user():
    scene = given(nothing).with_content(PACK).when(GrantMembership(ana, "month", "thanks"))
    due = EXPIRY.sets["membership.granted"](scene.recorded[0])
    assert due == Due(ana, DEFAULT_NOW + timedelta(days=30))
    assert expiry(due) == ExpireMembership(ana)


def test_its_end_is_noted_however_late():
    scene = given(nothing, membership.granted("month", until=DEFAULT_NOW))
    alarm = Alarm(EXPIRY.name, Due(ana, DEFAULT_NOW), "event", "correlation")
    fired = asyncio.run(Firing(EXPIRY, expiry).fire(scene.bus(), alarm, DEFAULT_NOW + timedelta(days=400)))
    assert fired.dropped is None
    assert [each.topic for each in scene.store.events[-1:]] == ["membership.expired"]


def test_more_than_a_hundred_years_ahead_is_refused():
    far = DEFAULT_NOW + timedelta(days=36_525)
    given(nothing, membership.granted("month", until=far)).with_content(PACK).when(
        GrantMembership(ana, "month", "x", days=1)
    ).refuses(MembershipTooLong(far))


def test_there_must_be_a_membership_to_revoke():
    given(nothing).when(RevokeMembership(ana, "refunded")).refuses(NoMembership())
    given(nothing, membership.granted("month", until=DEFAULT_NOW)).when(RevokeMembership(ana, "refunded")).refuses(
        NoMembership()
    )


@examples(st.lists(st.tuples(st.integers(0, 100), st.integers(1, 60)), min_size=1, max_size=8))
def test_vip_is_active_exactly_until_its_end_and_renewals_add(grants: list[tuple[int, int]]):
    now = datetime(2026, 1, 1, tzinfo=UTC)
    vip, end = Membership.blank("membership:x"), now
    for wait, days in grants:
        now += timedelta(days=wait)
        assert vip.active(now) == (now < end)
        vip.begin(now, [])
        vip.grant("month", days, "x", now)
        end = max(end, now) + timedelta(days=days)
        assert vip.until == end
    assert vip.active(end - timedelta(milliseconds=1))
    assert not vip.active(end)
