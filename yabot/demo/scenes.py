"""What the members of the demo do together: a group, a channel, quizzes, auctions, gifts among friends."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from random import Random

from commands.auctions import CloseAuction, OpenAuction, PlaceBid
from commands.chats import NoteStanding
from commands.context import Command
from commands.decision import Receipt
from commands.message_reactions import MarkPost, TakePostReward
from commands.mochila import GrantItem
from commands.ports import Vault
from commands.transfers import TransferBesitos
from commands.trivia import AnswerTrivia, OpenTriviaInChat
from domain.auctions import CLOSING
from domain.timers import Due
from yabot.demo.members import Member
from yabot.demo.stage import SOURCE, Stage, a_little_after

GROUP, CHANNEL = (-1_007_000_101, "El patio"), (-1_007_000_102, "La azotea")
"""Telegram ids and titles; the simulator's own places are others."""

MAY_WRITE = ("can_edit_messages", "can_post_messages")
"""What the bot may do in the channel: not all that it wants, so that there is something to see to."""

MOVING_IN = 1
DAY_SECONDS = 24 * 60 * 60
QUIZZES, PRESENTS = (2, 3), (1, 2, 4)
"""The evenings with a question in the group, and those on which one member gives another something."""

LOTS = {
    1: ("reloj_sin_prisa", 400, None, 6),
    2: ("farolillo", 10, 60, 6),
    3: ("lupa_cartero", 12, 90, 4),
    4: ("tinta_violeta", 10, None, 2),
}
"""What is put up for auction on which evening: item, least bid, buyout price, days until it closes. The dear one finds
nobody, the last two still run."""

Give = Callable[[Command, str], Awaitable[Receipt | None]]


class Scenes:
    """The evenings of the community. `chat` is the group, None until the bot is in it."""

    def __init__(self, stage: Stage, vault: Vault) -> None:
        self._stage, self._vault = stage, vault
        self.chat: str | None = None

    async def play(self, evening: int, at: datetime, known: Sequence[Member]) -> None:
        """What happens on that evening from `at` on. `known` are those who have come before."""
        if evening == MOVING_IN:
            await self._move_in(at, known)
        together = []
        if self.chat and evening in QUIZZES:
            together.append(self._quiz(self.chat, at, known))
        if evening in PRESENTS and len(known) > 1:
            together.append(self._present(at, known))
        if (lot := LOTS.get(evening)) and len(known) > 1:
            together.append(self._auction(*lot, at, known))
        await asyncio.gather(*together)

    async def _move_in(self, at: datetime, known: Sequence[Member]) -> None:
        """The bot comes to a group and a channel; whoever finds the channel's first post is paid for it."""
        group, channel = [await self._vault.chat_for(*place) for place in (GROUP, CHANNEL)]
        self.chat = group.chat_id
        give, _ = self._scene(at)
        await give(NoteStanding(group.chat_id, "supergroup", "administrator"), SOURCE)
        await give(NoteStanding(channel.chat_id, "channel", "administrator", MAY_WRITE), SOURCE)
        await give(MarkPost(channel.chat_id, 1, besitos=5), SOURCE)
        for member in known[:2]:
            await give(TakePostReward(member.user_id, channel.chat_id, 1), member.user_id)

    async def _quiz(self, chat: str, at: datetime, known: Sequence[Member]) -> None:
        """A question in the group; three answer, most of them rightly."""
        give, chance = self._scene(at)
        opened = await give(OpenTriviaInChat("es", chat), SOURCE)
        if opened is None:
            return
        right = opened.events[0].state["order"].index(0)
        for member in chance.sample(known, min(3, len(known))):
            option = right if chance.random() < 0.7 else 1 - min(right, 1)
            await give(AnswerTrivia(member.user_id, opened.result["trivia"], option), member.user_id)

    async def _present(self, at: datetime, known: Sequence[Member]) -> None:
        """One member gives another a few besitos."""
        give, chance = self._scene(at)
        giver, friend = chance.sample(known, 2)
        amount = chance.randrange(5, 11)
        await give(TransferBesitos(giver.user_id, friend.user_id, amount), giver.user_id)

    async def _auction(
        self, item: str, minimum: int, buyout: int | None, days: int, at: datetime, known: Sequence[Member]
    ) -> None:
        """Somebody puts up what they were given, and three others bid, as far as their besitos go."""
        give, chance = self._scene(at)
        seller, *bidders = chance.sample(known, min(4, len(known)))
        await give(GrantItem(seller.user_id, item, 1, reason=SOURCE), SOURCE)
        opened = await give(OpenAuction(seller.user_id, item, minimum, days * DAY_SECONDS, buyout), seller.user_id)
        if opened is None:
            return
        auction = opened.result["id"]
        self._stage.later(CLOSING.name, Due(auction, opened.result["ends_at"]), CloseAuction(auction))
        amount = minimum
        for member in bidders:
            if await give(PlaceBid(member.user_id, auction, amount), member.user_id):
                amount += chance.randrange(2, 6)

    def _scene(self, at: datetime) -> tuple[Give, Random]:
        """What gives the commands of one scene, each a little later than the one before; and its own chance, since
        scenes are played at once."""
        chance = Random(self._stage.chance.random())  # noqa: S311

        async def give(command: Command, actor: str) -> Receipt | None:
            nonlocal at
            at = a_little_after(at, chance)
            return await self._stage.give(command, actor, at)

        return give, chance
