"""Random lives of a whole community: everything that its people may want of it, over days, in one order.

A life is made before it is lived, of a `Random` and the content pack alone. So it can be lived by one process or by
several that die on the way, and each of its commands has an id that another try of it has again. What a command makes
(an auction, a question, an invoice) is known beforehand, since such ids are made from the command's.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from commands.achievements import GiveAchievement
from commands.auctions import CancelAuction, OpenAuction, PlaceBid, WithdrawAuction
from commands.chats import NoteStanding
from commands.context import Command
from commands.daily_gift import BuyStreakFreeze, ClaimDailyGift, RepairStreak
from commands.external import RecordExternalFact
from commands.membership import GrantMembership, RevokeMembership
from commands.message_reactions import MarkPost, RewardReaction, TakePostReward
from commands.missions import SetMissionProgress, StartMission
from commands.mochila import CombineItems, EquipItem, GiveItem, GrantItem, UnequipItem, UseItem
from commands.payments import OfferPlan, RecordPayment, RecordRefund, RefundPayment
from commands.referrals import AcceptInvitation
from commands.store import BuyItem
from commands.story import ChooseInStory, GoBackInStory, StartStory
from commands.transfers import TransferBesitos
from commands.trivia import AnswerTrivia, AskForTrivia, OpenTrivia
from commands.users import BanUser, ChangeTimeZone, NoteVisit, RegisterUser, UnbanUser
from commands.wallet import MoveBesitos
from domain.content import ContentPack
from domain.ids import UserId
from domain.membership import PlanDefinition

PEOPLE = tuple(UserId(f"{letter}00000000000000{number}") for number, letter in enumerate("abc", 1))
GROUP, CHANNEL = "plaza", "palco"
START = datetime(2026, 3, 1, 9, tzinfo=UTC)
PAUSES, LONG_PAUSES = (0, 0, 1, 10, 25), (900, 40_000, 90_000, 180_000)
"""Seconds from one command to the next: while people are at something, and before they turn to something else."""

CARRIED = ("chapa_barrio", "pase_palco", "farolillo", "galleta_suerte", "tinta_violeta")
"""What people have a few pieces of to begin with, everybody of other things and of lanterns."""

AFTERWARDS = timedelta(days=400)
"""So long after its last command, all is over that a life has begun."""


@dataclass(frozen=True)
class Moment:
    """One command of a life: the same whoever gives it, and however often."""

    command_id: str
    command: Command
    at: datetime


@dataclass
class _Lot:
    """An auction, and what was last asked or bid for it, if nobody was refused."""

    auction: str
    seller: UserId
    price: int


class _Life:
    """A life in the making: what can be named by now, because an earlier command makes it."""

    def __init__(self, random: Random, content: ContentPack) -> None:
        self._random, self._content = random, content
        self._now = START
        self.moments: list[Moment] = []
        self._hero = PEOPLE[0]
        self._auctions: list[_Lot] = []
        self._questions: list[tuple[str, UserId | None]] = []
        self._offers: list[tuple[str, UserId, PlanDefinition]] = []
        self._charges: list[tuple[str, UserId]] = []

    def begin(self) -> None:
        """Everybody is there, with something to lose; the third came by the first one's invitation."""
        for number, user in enumerate(PEOPLE):
            self._add(RegisterUser(user, "es", "Europe/Madrid"))
            self._add(MoveBesitos(user, 300, "test"))
            for item in CARRIED[number : number + 3]:
                self._add(GrantItem(user, item, 3, "test"))
        self._add(AcceptInvitation(PEOPLE[2], PEOPLE[0]))
        self._add(NoteStanding(GROUP, "supergroup", "administrator", ()))
        self._add(NoteStanding(CHANNEL, "channel", "administrator", ("can_edit_messages",)))
        self._add(MarkPost(CHANNEL, 1, 10))

    def go_on(self, deeds: int) -> None:
        """So many commands more, out of all kinds."""
        ways: list[Callable[[_Life], Command]] = []
        for _ in range(deeds):
            if not ways or self._rarely:
                self._hero = self._random.choice(PEOPLE)
                ways = [self._random.choice(WAYS), self._random.choice(WAYS)]
                self._now += timedelta(seconds=self._random.choice(LONG_PAUSES))
            self._now += timedelta(seconds=self._random.choice(PAUSES))
            self._add(self._random.choice(ways)(self))

    def _add(self, command: Command) -> None:
        self.moments.append(Moment(self._id, command, self._now))

    @property
    def _id(self) -> str:
        """Of the command that comes next."""
        return f"life:{len(self.moments):05}"

    def _made(self, letters: int) -> str:
        """The id, of so many letters, of what the next command makes."""
        return hashlib.sha256(self._id.encode()).hexdigest()[:letters]

    @property
    def _somebody(self) -> UserId:
        """Mostly the one whom it is about for a while."""
        return self._random.choice((*PEOPLE, self._hero, self._hero))

    @property
    def _rarely(self) -> bool:
        """Once in five times."""
        return self._random.choice((False, False, False, False, True))

    # -- what people do -----------------------------------------------------------------------------------------------

    def _gift(self) -> Command:
        user = self._somebody
        return self._random.choice(
            (
                *(ClaimDailyGift(user),) * 6,
                *(ChangeTimeZone(user, self._random.choice(("Pacific/Kiritimati", "Pacific/Honolulu"))),) * 2,
                BuyStreakFreeze(user),
                RepairStreak(user, "test", 9),
                NoteVisit(user),
            )
        )

    def _besitos(self) -> Command:
        user, amount = self._somebody, self._random.choice((1, 5, 40, 250))
        return self._random.choice(
            (
                *(TransferBesitos(user, self._somebody, amount),) * 2,
                MoveBesitos(user, amount, "test"),
                MoveBesitos(user, -amount, "test"),
            )
        )

    def _thing(self) -> Command:
        user, item = self._somebody, self._random.choice(CARRIED)
        offered = self._random.choice(self._content.store).item
        return self._random.choice(
            (
                *(BuyItem(user, offered, self._random.choice((1, 1, 2))),) * 2,
                *(BuyItem(user, "entrada_verbena"),) * 2,
                GrantItem(user, item, self._random.choice((0, 1, 3)), "test"),
                UseItem(user, item),
                GiveItem(user, item, self._somebody, self._random.choice((1, 2))),
                CombineItems(user, ("tinta_violeta", "galleta_suerte")),
                EquipItem(user, "chapa_barrio"),
                UnequipItem(user, "chapa_barrio"),
            )
        )

    def _auction(self) -> Command:
        user = self._somebody
        if not self._auctions or self._rarely:
            lot = _Lot(self._made(16), user, self._random.choice((5, 20)))
            self._auctions.append(lot)
            ends_in, buyout = self._random.choice((90, 3_600, 3_600, 200_000)), self._random.choice((None, None, 80))
            return OpenAuction(user, "farolillo", lot.price, ends_in, buyout)
        lot = self._random.choice(self._auctions[-2:])
        if self._rarely and self._rarely:
            return self._random.choice((CancelAuction(lot.seller, lot.auction), WithdrawAuction(lot.auction, "test")))
        lot.price += self._random.choice((0, 1, 5, 20))
        bidder = user if self._rarely else self._random.choice([each for each in PEOPLE if each != lot.seller])
        return PlaceBid(bidder, lot.auction, lot.price)

    def _trivia(self) -> Command:
        user = self._somebody
        if not self._questions or self._rarely:
            asked_of = self._random.choice((None, None, user))
            self._questions.append((self._made(12), asked_of))
            return AskForTrivia(user) if asked_of else OpenTrivia("es", seconds=self._random.choice((30, 100_000)))
        question, asked_of = self._random.choice(self._questions[-2:])
        return AnswerTrivia(asked_of or user, question, self._random.choice((0, 1, 2)))

    def _reaction(self) -> Command:
        user, message = self._somebody, self._random.choice((1, 2))
        emoji = self._random.choice(("❤", "🔥", "🤡"))
        return self._random.choice(
            (
                RewardReaction(user, GROUP, message, emoji),
                RewardReaction(user, CHANNEL, message, emoji),
                TakePostReward(user, CHANNEL, 1),
            )
        )

    def _story(self) -> Command:
        user = self._somebody
        return self._random.choice(
            (
                *(ChooseInStory(user, "correo", self._random.choice((0, 0, 1, 2))),) * 5,
                StartStory(user, "correo"),
                GoBackInStory(user, "correo", "la_bolsa"),
            )
        )

    def _vip(self) -> Command:
        user, plan, way = self._somebody, self._random.choice(self._content.plans), self._random.choice("oppppprrrag")
        if way == "o" or not self._offers:
            self._offers.append((self._made(24), user, plan))
            return OfferPlan(user, plan.id)
        if way == "p":
            return self._payment(user)
        if way == "r" and self._charges:
            charge, payer = self._random.choice(self._charges[-2:])
            return self._random.choice((RecordRefund(payer, charge), RefundPayment(payer, charge, "test")))
        if way == "g":
            return RevokeMembership(user, "test")
        return GrantMembership(user, plan.id, "test", self._random.choice((None, 1, 2)))

    def _payment(self, somebody: UserId) -> Command:
        """Of an invoice, mostly by whom it was made for and as it says; some are told of twice."""
        invoice, buyer, plan = self._random.choice(self._offers[-2:])
        payer = somebody if self._rarely else buyer
        if not self._charges or not self._rarely:
            self._charges.append((f"charge {len(self._charges)}", payer))
        charge, stars = self._charges[-1][0], 1 if self._rarely else plan.stars
        return RecordPayment(payer, charge, invoice, stars, recurring=plan.subscription)

    def _mission(self) -> Command:
        user, mission = self._somebody, self._random.choice(self._content.missions).id
        return self._random.choice(
            (
                StartMission(user, mission),
                GiveAchievement(user, self._random.choice(self._content.achievements).id),
                SetMissionProgress(user, mission, self._random.choice((0, 1, 5, 100))),
                RecordExternalFact("event_attended", user, {"event": "verbena"}, "test"),
            )
        )

    def _standing(self) -> Command:
        user = self._somebody
        return self._random.choice(
            (BanUser(user, "test", self._now + timedelta(seconds=30)), UnbanUser(user), NoteVisit(user))
        )


WAYS: tuple[Callable[[_Life], Command], ...] = (
    *(_Life._gift,) * 2,
    *(_Life._besitos,) * 2,
    *(_Life._thing,) * 3,
    *(_Life._auction,) * 5,
    *(_Life._trivia,) * 2,
    *(_Life._reaction,) * 2,
    *(_Life._story,) * 2,
    *(_Life._vip,) * 3,
    _Life._mission,
    _Life._standing,
)
"""What people may be at; some of it more often."""


def life(random: Random, content: ContentPack, deeds: int) -> list[Moment]:
    """A beginning that is always the same, and so many deeds after it."""
    made = _Life(random, content)
    made.begin()
    made.go_on(deeds)
    return made.moments
