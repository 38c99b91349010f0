"""Invitations taken, and both rewarded in the commit of the newcomer's deed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from commands.context import Command, Context, UserCommand
from commands.reactions import reaction
from commands.registry import Fact, Streams, handles
from commands.rewards import pay
from domain.content import ContentPack
from domain.counting import COUNTABLE
from domain.daily_gift import GiftStreak
from domain.errors import NotFound
from domain.ids import UserId
from domain.levels import Level
from domain.mochila import Mochila
from domain.recorded import Recorded
from domain.referrals import Brought, Referral
from domain.users import User, Visits
from domain.wallet import Wallet


@dataclass(frozen=True, slots=True)
class AcceptInvitation(UserCommand):
    """The user came by the invitation of `referrer`: on their first day, before their first gift, and only once.

    Raises NotFound (of kind `referrer`), InvitedByOneself, InvitedAlready and NoNewcomer.
    """

    referrer: UserId


@dataclass(frozen=True, slots=True)
class CountForReferral(UserCommand):
    """Counts one fact for how the user came: (deed, worth) of each deed that it moves.

    Asked by the reaction below, for things that have happened: a ban afterwards does not undo them.
    """

    requires_active_user: ClassVar[bool] = False

    worth: tuple[tuple[str, int], ...]


def _inviter(command: AcceptInvitation, context: Context, loaded: Mapping[str, Any]) -> Streams:
    return {"inviter": User.stream(command.referrer)}


@handles(AcceptInvitation, loads=_inviter)
def accept_invitation(
    command: AcceptInvitation, context: Context, referral: Referral, inviter: User, visits: Visits, streak: GiftStreak
) -> None:
    if not inviter.registered or inviter.is_banned(context.now):
        raise NotFound("referrer", command.referrer)
    referral.accept(command.referrer, newcomer=visits.days <= 1 and streak.last_day is None)


def _inviters_streams(command: CountForReferral, context: Context, loaded: Mapping[str, Any]) -> Streams:
    referrer = loaded["referral"].referrer or command.user_id
    return {
        "brought": Brought.stream(referrer),
        "inviters_wallet": Wallet.stream(referrer),
        "inviters_level": Level.stream(referrer),
        "inviters_mochila": Mochila.stream(referrer),
    }


def _rewarded(events: Sequence[Fact]) -> dict[str, Any]:
    return {"rewarded": any(event.topic == "referral.rewarded" for event in events)}


@handles(CountForReferral, loads=_inviters_streams, answers=_rewarded)
def count_for_referral(
    command: CountForReferral,
    context: Context,
    referral: Referral,
    wallet: Wallet,
    level: Level,
    mochila: Mochila,
    brought: Brought,
    inviters_wallet: Wallet,
    inviters_level: Level,
    inviters_mochila: Mochila,
) -> None:
    rules = context.content.referrals
    if not referral.count(dict(command.worth), rules):
        return
    brought.add(command.user_id)
    pay(rules.inviter, f"referral:{command.user_id}", context, inviters_wallet, inviters_level, inviters_mochila)
    pay(rules.invited, f"invitation:{referral.referrer}", context, wallet, level, mochila)


@reaction("referrals", topics=COUNTABLE, begins="head")
def move_referrals(event: Recorded, content: ContentPack) -> Iterable[tuple[str, Command]]:
    """Facts of newcomers move the reward that they and their inviter wait for."""
    if event.user_id is None:
        return
    deeds = content.deeds_counting(event.topic)
    worth = tuple((deed.id, each) for deed in deeds if (each := deed.worth(event.state)))
    if worth:
        yield "counted", CountForReferral(event.user_id, worth)
