"""Which chat is the VIP channel, who is let in, who has to go."""

from datetime import timedelta

import pytest

from commands.channel_calls import CALLS, channel_call
from commands.users import BanUser
from commands.vip_channel import (
    AdmitToVipChannel,
    DropVipChannel,
    ExpelFromVipChannel,
    NameVipChannel,
    RecordRemoval,
    end_access,
)
from domain.chats import ChatLeft, RightMissing
from domain.content import ContentPack
from domain.errors import InvalidValue, NotFound
from domain.membership import VipOnly
from domain.users import UserBanned
from domain.vip_channel import COMMUNITY, AdminsOnly
from tests.unit.given import DEFAULT_NOW, Told, Topic, ana, given, membership, nothing, user

BALCON, PATIO = "c000000000000001", "c000000000000002"
chat, vip_channel, vip_access = Topic("chat"), Topic("vip_channel"), Topic("vip_access")

LATER = DEFAULT_NOW + timedelta(days=1)
VIP = membership.granted(plan="vip_mes", days=1, begins=DEFAULT_NOW, until=LATER)
NAMED = vip_channel.named(BALCON, of=COMMUNITY)


def here(*rights: str, kind: str = "channel", of: str = BALCON) -> Told:
    return chat.registered(kind=kind, standing="administrator", rights=list(rights), of=of)


READY = here("can_invite_users", "can_restrict_members")


def test_a_channel_where_the_bot_may_invite_and_remove_becomes_the_vip_channel_once():
    scene = given(READY).when(NameVipChannel(BALCON)).records(vip_channel.named(chat=BALCON))
    scene.when(NameVipChannel(BALCON)).records_nothing()


def test_another_channel_takes_its_place():
    other = here("can_invite_users", "can_restrict_members", kind="supergroup", of=PATIO)
    given(READY, other, NAMED).when(NameVipChannel(PATIO)).records(vip_channel.named(chat=PATIO))


def test_a_chat_that_the_bot_is_not_in_is_refused():
    given(nothing).when(NameVipChannel(BALCON)).refuses(NotFound("chat", BALCON))
    given(READY, chat.left(of=BALCON)).when(NameVipChannel(BALCON)).refuses(ChatLeft(BALCON))


@pytest.mark.parametrize(
    ("has", "lacks"), [("can_invite_users", "can_restrict_members"), ("can_restrict_members", "can_invite_users")]
)
def test_both_rights_are_needed(has: str, lacks: str):
    given(here(has)).when(NameVipChannel(BALCON)).refuses(RightMissing(BALCON, lacks))


def test_a_plain_group_can_not_be_one():
    plain = here("can_invite_users", "can_restrict_members", kind="group")
    given(plain).when(NameVipChannel(BALCON)).refuses(InvalidValue)


@pytest.mark.parametrize("role", ["admin", "owner"])
def test_those_who_run_the_community_name_and_drop_it(role: str):
    scene = given(user.registered(), user.role_granted(role=role), READY)
    scene.when(NameVipChannel(BALCON, by=ana)).records(vip_channel.named())
    scene.when(DropVipChannel(by=ana)).records(vip_channel.dropped(chat=BALCON))
    scene.when(DropVipChannel(by=ana)).records_nothing()


def test_others_do_not():
    moderator = user.role_granted(role="moderator")
    given(user.registered(), moderator, READY).when(NameVipChannel(BALCON, by=ana)).refuses(AdminsOnly())
    given(READY, NAMED).when(DropVipChannel(by=ana)).refuses(AdminsOnly())


def test_a_banned_admin_does_not():
    scene = given(user.registered(), user.role_granted(role="admin"), READY).when(BanUser(ana, "spam"))
    scene.when(NameVipChannel(BALCON, by=ana)).refuses(UserBanned)


def test_a_vip_is_let_in_each_time_that_they_ask():
    scene = given(READY, NAMED, VIP)
    scene.when(AdmitToVipChannel(ana, BALCON)).records(vip_access.admitted(chat=BALCON))
    scene.when(AdmitToVipChannel(ana, BALCON)).records(vip_access.admitted(chat=BALCON))


def test_who_is_not_vip_is_not_let_in():
    given(READY, NAMED).when(AdmitToVipChannel(ana, BALCON)).refuses(VipOnly())
    given(READY, NAMED, VIP).when(AdmitToVipChannel(ana, BALCON), at=LATER).refuses(VipOnly())


def test_a_banned_vip_is_not_let_in():
    given(READY, NAMED, VIP).when(BanUser(ana, "spam")).when(AdmitToVipChannel(ana, BALCON)).refuses(UserBanned)


def test_other_chats_are_not_decided_about():
    given(READY, NAMED, VIP).when(AdmitToVipChannel(ana, PATIO)).records_nothing()
    given(READY, VIP).when(AdmitToVipChannel(ana, BALCON)).records_nothing()


def test_whoever_is_banned_is_to_be_removed_though_they_are_vip():
    scene = given(READY, NAMED, VIP).when(BanUser(ana, "spam"))
    [(_, command)] = end_access(scene.recorded[0], ContentPack())
    scene.when(command).records(vip_access.expelled(chat=BALCON))
    given(READY, NAMED, VIP).when(command).records_nothing()


def test_whose_vip_is_over_is_to_be_removed():
    given(READY, NAMED, VIP).when(ExpelFromVipChannel(ana), at=LATER).records(vip_access.expelled(chat=BALCON))


def test_who_is_vip_stays_and_without_a_channel_nobody_is_removed():
    given(READY, NAMED, VIP).when(ExpelFromVipChannel(ana)).records_nothing()
    given(READY, VIP).when(ExpelFromVipChannel(ana), at=LATER).records_nothing()


def test_what_came_of_a_removal_is_kept():
    given(READY, NAMED).when(RecordRemoval(ana, BALCON, "failed", "not enough rights")).records(
        vip_access.removal_ended(chat=BALCON, outcome="failed", reason="not enough rights")
    )


@pytest.mark.parametrize("topic", sorted(CALLS))
def test_a_call_is_planned_once_for_its_event_and_made_at_least_once(topic: str):
    scene = given(READY, NAMED, vip_access.admitted(BALCON), vip_access.expelled(BALCON))
    (event,) = [each for each in scene.store.events if each.topic == topic]
    planned = channel_call(event)
    assert planned == channel_call(event)
    assert (planned.certain, planned.user_id, planned.params) == (True, ana, {"chat": BALCON})
