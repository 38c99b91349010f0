"""The VIP channel in Telegram's shapes: naming it, its door, asking to join, being removed."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError
from aiogram.methods import BanChatMember

from adapters.telegram.bot_api import Refused, bad_request
from adapters.telegram.callbacks import Admission, owner_mark
from adapters.telegram.door_session import NotLetIn
from adapters.telegram.intake import Held
from commands.membership import GrantMembership, RevokeMembership
from commands.payments import RefundPayment
from commands.users import BanUser, GrantRole, UnbanUser
from commands.vip_channel import NameVipChannel
from queries.vip_channel import vip_access_of, vip_channel
from tests.telegram_mock import Phone, retry_after
from tests.telegram_places import Place
from tests.telegram_world import World

RIGHTS = ("can_post_messages", "can_edit_messages", "can_invite_users", "can_restrict_members")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    world = World(tmp_path)
    yield world
    world.close()


@pytest.fixture
async def ana(world: World) -> Phone:
    """Ana, who runs the community."""
    phone = world.phone()
    await phone.writes("/start")
    await world.give(GrantRole(await world.user_id(phone), "admin"), "test:admin")
    return phone


@pytest.fixture
async def bea(world: World) -> Phone:
    phone = world.phone(4_002, "Bea")
    await phone.writes("/start")
    return phone


@pytest.fixture
async def balcon(world: World, ana: Phone) -> Place:
    """The VIP channel."""
    place = Place(world, ana, -1_001_700_000_002, "channel", "El balcón")
    await place.gives("administrator", *RIGHTS)
    await world.give(NameVipChannel(await place.chat_id()), "test:named")
    return place


async def asks(world: World, phone: Phone, place: Place) -> None:
    """Asks to join, as by a link; what follows from it happens."""
    request = {"chat": place.about, "from": phone.user, "user_chat_id": phone.user["id"], "date": 1_772_450_000}
    await phone.deliver({"chat_join_request": request})
    await world.settle()


async def becomes_vip(world: World, phone: Phone, days: int = 1, command_id: str = "test:vip") -> None:
    await world.give(GrantMembership(await world.user_id(phone), "vip_mes", "gift", days), command_id)
    await world.settle()


def calls(world: World) -> list[str]:
    """What was asked of Telegram about who is in the channel."""
    return [call.method for call in world.telegram.calls if "ChatMember" in call.method or "JoinRequest" in call.method]


def guests(world: World, place: Place) -> set[int]:
    return world.telegram._chats[place.telegram_id].guests


async def state(world: World, phone: Phone) -> str | None:
    view = await world.reads.run(vip_access_of, await world.user_id(phone))
    return view.state if view else None


# -- which chat it is -------------------------------------------------------------------------------------------------


async def test_an_administrator_chooses_it_from_the_chats_that_the_bot_is_in(world: World, ana: Phone) -> None:
    place = Place(world, ana, -1_001_700_000_002, "channel", "El balcón")
    await place.gives("administrator", *RIGHTS)
    await ana.writes("/vipchannel")
    assert "¿Cuál es el canal VIP?" in ana.screen
    await ana.taps("El balcón")
    assert "Ahora es «El balcón»" in ana.screen
    await world.settle()
    view = await world.reads.run(vip_channel)
    assert view is not None and (view.chat, view.here, view.missing) == (await place.chat_id(), True, ())
    await ana.taps("Que no haya canal VIP")
    assert world.topics()[-1] == "vip_channel.dropped"


async def test_a_missing_right_is_said(world: World, ana: Phone) -> None:
    place = Place(world, ana, -1_001_700_000_002, "channel", "El balcón")
    await place.gives("administrator", "can_invite_users")
    await ana.writes("/vipchannel")
    await ana.taps("El balcón")
    assert "can_restrict_members" in (ana.pop_up or "")
    assert "vip_channel.named" not in world.topics()


async def test_rights_that_are_taken_away_show(world: World, ana: Phone, balcon: Place) -> None:
    await balcon.gives("administrator", "can_invite_users")
    await ana.writes("/vipchannel")
    assert "Expulsar miembros" in ana.screen
    await balcon.gives("kicked")
    await ana.writes("/vipchannel")
    assert "Ya no estoy ahí" in ana.screen


async def test_others_can_not_choose_it_not_even_by_a_made_up_button(world: World, bea: Phone, balcon: Place) -> None:
    await bea.writes("/vipchannel")
    assert "quienes administran" in bea.screen
    mark = owner_mark(await world.user_id(bea))
    await bea.taps_data(Admission(owner=mark).pack())
    assert "vip_channel.dropped" not in world.topics()


# -- the door ---------------------------------------------------------------------------------------------------------


async def test_a_vip_gets_a_link_of_their_own_by_which_they_ask(world: World, bea: Phone, balcon: Place) -> None:
    await becomes_vip(world, bea)
    await bea.writes("/vip")
    await bea.taps("Canal VIP")
    (made,) = world.telegram.sent("createChatInviteLink")
    assert made.params["creates_join_request"] is True and made.params["name"] == await world.user_id(bea)
    assert bea.keyboard[0][0]["url"] == made.result["invite_link"]
    await bea.writes("/vip")
    await bea.taps("Canal VIP")
    assert len(world.telegram.sent("createChatInviteLink")) == 1
    world.clock.pass_time(hours=13)
    await bea.writes("/vip")
    await bea.taps("Canal VIP")
    assert len(world.telegram.sent("createChatInviteLink")) == 2


async def test_who_is_not_vip_sees_it_locked_and_an_old_button_opens_nothing(
    world: World, bea: Phone, balcon: Place
) -> None:
    await becomes_vip(world, bea)
    await bea.writes("/vip")
    world.clock.pass_time(days=1)
    await bea.taps("Canal VIP")
    assert "VIP" in (bea.pop_up or "")
    await bea.writes("/vip")
    assert "Se abre en cuanto seas VIP" in bea.screen
    assert world.telegram.sent("createChatInviteLink") == []


async def test_without_a_channel_nothing_is_said_of_one(world: World, bea: Phone) -> None:
    await bea.writes("/vip")
    assert "canal VIP" not in bea.screen


# -- asking to join ---------------------------------------------------------------------------------------------------


async def test_a_vip_who_asks_is_let_in(world: World, bea: Phone, balcon: Place) -> None:
    await becomes_vip(world, bea)
    await asks(world, bea, balcon)
    await bea.again()
    await world.settle()
    assert calls(world) == ["approveChatJoinRequest"]
    assert (guests(world, balcon), await state(world, bea)) == ({bea.user["id"]}, "admitted")


async def test_whoever_follows_a_personal_link_in_the_simulator_asks_to_join(
    world: World, bea: Phone, balcon: Place
) -> None:
    await becomes_vip(world, bea)
    await bea.writes("/vip")
    await bea.taps("Canal VIP")
    link = bea.keyboard[0][0]["url"]
    asked = await world.simulator.ask(bea.user, link)
    assert asked["chat"]["title"] == "El balcón"
    await world.settle()
    assert guests(world, balcon) == {bea.user["id"]}
    with pytest.raises(NotLetIn, match="already"):
        await world.simulator.ask(bea.user, link)
    with pytest.raises(NotLetIn, match="expired"):
        await world.simulator.ask(bea.user, "https://t.me/+nowhere")
    world.clock.pass_time(days=1)
    with pytest.raises(NotLetIn, match="expired"):
        await world.simulator.ask({**bea.user, "id": 4_009}, link)


async def test_others_are_declined_and_told_how_it_opens(world: World, bea: Phone, balcon: Place) -> None:
    await asks(world, bea, balcon)
    assert "Ese canal es para VIP" in bea.screen and "🌟 VIP" in bea.labels
    assert calls(world) == ["declineChatJoinRequest"]
    assert "vip_access.admitted" not in world.topics()


async def test_a_stranger_is_declined_without_becoming_a_member(world: World, balcon: Place) -> None:
    zoe = world.phone(4_009, "Zoe")
    registered = world.topics().count("user.registered")
    world.telegram.next_time("sendMessage", Refused(403, "Forbidden: bot can't initiate conversation with a user"))
    await asks(world, zoe, balcon)
    assert calls(world) == ["declineChatJoinRequest"]
    assert world.topics().count("user.registered") == registered


async def test_a_banned_vip_is_declined(world: World, bea: Phone, balcon: Place) -> None:
    await becomes_vip(world, bea)
    await world.give(BanUser(await world.user_id(bea), "spam"), "test:ban")
    await asks(world, bea, balcon)
    assert "declineChatJoinRequest" in calls(world) and "approveChatJoinRequest" not in calls(world)


async def test_requests_for_other_chats_are_left_to_their_administrators(
    world: World, ana: Phone, bea: Phone, balcon: Place
) -> None:
    other = Place(world, ana, -1_001_700_000_004, "supergroup", "Patio")
    await other.gives("administrator", *RIGHTS)
    await asks(world, bea, other)
    assert calls(world) == []


async def test_while_the_store_is_away_nobody_is_declined(world: World, bea: Phone, balcon: Place) -> None:
    await becomes_vip(world, bea)
    world.store.away = True
    with pytest.raises(Held):
        await asks(world, bea, balcon)
    assert calls(world) == []
    world.store.away = False
    await bea.again()
    await world.settle()
    assert calls(world) == ["approveChatJoinRequest"]


async def test_letting_in_is_tried_again_and_asks_anew_who_is_vip(world: World, bea: Phone, balcon: Place) -> None:
    await becomes_vip(world, bea)
    world.telegram.next_time("approveChatJoinRequest", retry_after(90_000))
    await asks(world, bea, balcon)
    world.clock.pass_time(days=2)
    await world.settle()
    assert guests(world, balcon) == set()
    assert "approveChatJoinRequest" not in calls(world)[1:]


async def test_an_administrator_was_quicker(world: World, bea: Phone, balcon: Place) -> None:
    await becomes_vip(world, bea)
    world.telegram.next_time("approveChatJoinRequest", bad_request("HIDE_REQUESTER_MISSING"))
    await asks(world, bea, balcon)
    assert (await world.effects.counts()).given_up == 0


# -- being removed ----------------------------------------------------------------------------------------------------


@pytest.fixture
async def inside(world: World, bea: Phone, balcon: Place) -> Phone:
    """Bea, in the channel as a VIP of one day."""
    await becomes_vip(world, bea)
    await asks(world, bea, balcon)
    world.telegram.calls.clear()
    return bea


async def test_whose_vip_is_over_is_removed_and_may_come_back_as_a_vip(
    world: World, inside: Phone, balcon: Place
) -> None:
    world.clock.pass_time(days=1)
    await world.settle()
    assert calls(world) == ["banChatMember", "unbanChatMember"]
    assert (guests(world, balcon), await state(world, inside)) == (set(), "removed")
    await becomes_vip(world, inside, command_id="test:again")
    await asks(world, inside, balcon)
    assert guests(world, balcon) == {inside.user["id"]}


async def test_whose_vip_is_taken_back_is_removed(world: World, inside: Phone, balcon: Place) -> None:
    await world.give(RevokeMembership(await world.user_id(inside), "unpaid"), "test:revoke")
    await world.settle()
    assert (guests(world, balcon), await state(world, inside)) == (set(), "removed")


async def test_a_vip_who_is_banned_is_removed_and_may_come_back_after_the_ban(
    world: World, inside: Phone, balcon: Place
) -> None:
    user_id = await world.user_id(inside)
    await world.give(BanUser(user_id, "spam"), "test:ban")
    await world.settle()
    assert calls(world) == ["banChatMember", "unbanChatMember"]
    assert (guests(world, balcon), await state(world, inside)) == (set(), "removed")
    await world.give(UnbanUser(user_id), "test:unban")
    await asks(world, inside, balcon)
    assert guests(world, balcon) == {inside.user["id"]}


async def test_whose_vip_was_paid_back_is_removed(world: World, bea: Phone, balcon: Place) -> None:
    user_id = await world.user_id(bea)
    await bea.writes("/vip")
    await bea.taps("Un mes")
    await world.settle()
    bill = world.telegram.stars.bill_in(bea.chat["id"], bea.messages[-1]["message_id"])
    assert bill is not None
    paid = await world.simulator.pay(bea.user, bill)
    await world.settle()
    await asks(world, bea, balcon)
    assert guests(world, balcon) == {bea.user["id"]}
    charge = paid["message"]["successful_payment"]["telegram_payment_charge_id"]
    await world.give(RefundPayment(user_id, charge, "sorry"), "test:refund")
    await world.settle()
    assert (guests(world, balcon), await state(world, bea)) == (set(), "removed")


async def test_whose_vip_goes_on_stays(world: World, inside: Phone, balcon: Place) -> None:
    await becomes_vip(world, inside, days=5, command_id="test:more")
    world.clock.pass_time(days=1)
    await world.settle()
    assert calls(world) == []
    assert guests(world, balcon) == {inside.user["id"]}


async def test_a_renewal_that_is_told_late_costs_nobody_their_seat(world: World, bea: Phone, balcon: Place) -> None:
    await bea.writes("/vip")
    await bea.taps("Palco fijo")
    await world.settle()
    link = bea.messages[-1]["reply_markup"]["inline_keyboard"][0][0]["url"]
    paid = await world.simulator.pay(bea.user, world.telegram.stars.linked(link))
    await world.settle()
    await asks(world, bea, balcon)
    world.telegram.calls.clear()
    world.clock.pass_time(days=30, minutes=20)
    await world.settle()
    await bea.writes("/vip")
    assert "La renovación de tu suscripción está en camino" in bea.screen
    await world.simulator.renew(paid["message"]["successful_payment"]["telegram_payment_charge_id"])
    world.clock.pass_time(days=29, hours=23)
    await world.settle()
    assert (calls(world), guests(world, balcon)) == ([], {bea.user["id"]})
    assert "membership.expired" not in world.topics()
    world.clock.pass_time(hours=1, minutes=40)
    await world.settle()
    assert (guests(world, balcon), await state(world, bea)) == (set(), "removed")


def lost(method: str = "timeout") -> TelegramNetworkError:
    return TelegramNetworkError(BanChatMember(chat_id=1, user_id=1), method)


@pytest.mark.parametrize("method", ["banChatMember", "unbanChatMember"])
async def test_a_removal_whose_answer_was_lost_is_unknown_and_made_again(
    world: World, inside: Phone, balcon: Place, method: str
) -> None:
    world.telegram.next_time(method, lost())
    world.clock.pass_time(days=1)
    await world.settle()
    assert (await world.effects.counts()).unknown == 1
    assert await state(world, inside) == "expelled"
    world.clock.pass_time(minutes=10)
    await world.settle()
    assert await state(world, inside) == "removed"
    assert world.telegram._chats[balcon.telegram_id].banned == set()


async def test_who_became_vip_again_before_the_second_try_is_not_shut_out(
    world: World, inside: Phone, balcon: Place
) -> None:
    world.telegram.next_time("unbanChatMember", lost())
    world.clock.pass_time(days=1)
    await world.settle()
    await becomes_vip(world, inside, command_id="test:again")
    world.clock.pass_time(minutes=10)
    await world.settle()
    assert await state(world, inside) == "vip_again"
    assert world.telegram._chats[balcon.telegram_id].banned == set()


@pytest.mark.parametrize("refused", ["user is an administrator of the chat", "not enough rights"])
async def test_a_removal_that_telegram_refuses_shows(world: World, inside: Phone, balcon: Place, refused: str) -> None:
    world.telegram.next_time("banChatMember", bad_request(refused))
    world.clock.pass_time(days=1)
    await world.settle()
    view: Any = await world.reads.run(vip_access_of, await world.user_id(inside))
    assert (view.state, refused in view.reason) == ("failed", True)


async def test_the_removal_of_somebody_erased_is_given_up(world: World, inside: Phone, balcon: Place) -> None:
    user_id = await world.user_id(inside)
    world.vault.erase(user_id)
    world.clock.pass_time(days=1)
    await world.settle()
    view: Any = await world.reads.run(vip_access_of, user_id)
    assert (view.state, view.reason) == ("failed", "erased")


# -- what Telegram itself refuses -------------------------------------------------------------------------------------


async def test_telegram_is_as_strict_about_links_as_it_says(world: World, balcon: Place) -> None:
    chat, soon = balcon.telegram_id, world.clock.now() + timedelta(days=1)
    for wrong in (
        {"name": "x" * 33},
        {"expire_date": world.clock.now()},
        {"creates_join_request": True, "member_limit": 1},
    ):
        with pytest.raises(TelegramBadRequest):
            await world.bot.create_chat_invite_link(chat, **wrong)
    made = await world.bot.create_chat_invite_link(chat, name="x" * 32, expire_date=soon, creates_join_request=True)
    assert made.creates_join_request and made.expire_date == soon


async def test_telegram_decides_about_those_only_who_ask_and_removes_no_administrator(
    world: World, ana: Phone, balcon: Place
) -> None:
    chat = balcon.telegram_id
    with pytest.raises(TelegramBadRequest, match="HIDE_REQUESTER_MISSING"):
        await world.bot.approve_chat_join_request(chat, 4_009)
    with pytest.raises(TelegramBadRequest, match="administrator"):
        await world.bot.ban_chat_member(chat, ana.user["id"])


async def test_without_the_right_telegram_does_none_of_it(world: World, balcon: Place) -> None:
    await balcon.gives("administrator", "can_post_messages")
    chat, bot = balcon.telegram_id, world.bot
    for call in (bot.approve_chat_join_request, bot.decline_chat_join_request, bot.ban_chat_member):
        with pytest.raises(TelegramBadRequest, match="not enough rights"):
            await call(chat, 4_009)
    with pytest.raises(TelegramBadRequest, match="not enough rights"):
        await bot.unban_chat_member(chat, 4_009, only_if_banned=True)
    with pytest.raises(TelegramBadRequest, match="not enough rights"):
        await bot.create_chat_invite_link(chat, creates_join_request=True)
