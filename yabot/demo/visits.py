"""What one member does by themselves when they come."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from commands.context import UserCommand
from commands.daily_gift import ClaimDailyGift
from commands.decision import Receipt
from commands.membership import ExpireMembership, GrantMembership
from commands.message_reactions import RewardReaction
from commands.mochila import UseItem
from commands.referrals import AcceptInvitation
from commands.store import BuyItem
from commands.story import ChooseInStory, ShowStory, StoryView
from commands.users import NoteVisit, RegisterUser
from domain.membership import EXPIRY
from domain.timers import Due
from yabot.demo.members import Member
from yabot.demo.stage import Stage, a_little_after

SHOPPERS, SMALL = 0.08, 25
"""The share of visits that end in the store, and the price in besitos up to which something is looked at there."""

REACTING = 0.25
"""The share of visits that react to the group's latest message."""

EMOJI = ("❤", "🔥", "👏", "😁")


class Visit:
    """One member's minutes with the bot on one evening. `chat` is the group, where there is one by then."""

    def __init__(self, stage: Stage, member: Member, evening: int, at: datetime, chat: str | None) -> None:
        self._stage, self._member, self._evening, self._at, self._chat = stage, member, evening, at, chat
        self._chance = Random(stage.chance.random())  # noqa: S311  # its own: visits of one evening happen at once

    async def happen(self, acquaintances: Sequence[Member]) -> None:
        """Comes, takes the gift, reads on a little, may react to something or buy something; in this order.

        `acquaintances` are those who have been there before.
        """
        user_id = self._member.user_id
        if self._evening == self._member.joins:
            await self._join(acquaintances)
        await self._give(NoteVisit(user_id))
        if self._member.invited or self._chance.random() < 0.9:
            await self._give(ClaimDailyGift(user_id))
        if self._stage.bus.content.stories and self._chance.random() < self._member.reader:
            for _ in range(self._chance.randrange(1, 3)):
                await self._read_on()
        if self._chat and self._chance.random() < REACTING:
            await self._give(RewardReaction(user_id, self._chat, 100 + self._evening, self._chance.choice(EMOJI)))
        if self._chance.random() < SHOPPERS:
            await self._shop()

    async def _join(self, acquaintances: Sequence[Member]) -> None:
        user_id = self._member.user_id
        await self._give(RegisterUser(user_id, self._member.language, self._member.zone))
        if self._member.invited:
            await self._give(AcceptInvitation(user_id, self._chance.choice(acquaintances).user_id))
        if self._member.number % 10 == 0:
            plan = self._stage.bus.content.plans[0]
            await self._give(GrantMembership(user_id, plan.id, reason="demo"))
            ends = self._at + timedelta(days=plan.days)
            self._stage.later(EXPIRY.name, Due(user_id, ends), ExpireMembership(user_id))

    async def _shop(self) -> None:
        """Buys one of the small things, or else the smallest, and uses it up if that is what it is for."""
        content = self._stage.bus.content
        small = [offer for offer in content.store if offer.price <= SMALL and offer.level == 1 and not offer.vip_only]
        if not small:
            return
        for offer in (self._chance.choice(small), min(small, key=lambda each: each.price)):
            if await self._give(BuyItem(self._member.user_id, offer.item)):
                if content.item(offer.item).use is not None:
                    await self._give(UseItem(self._member.user_id, offer.item))
                return

    async def _read_on(self) -> None:
        story = self._stage.bus.content.default_story.id
        view: StoryView | None = await self._stage.ask(ShowStory(self._member.user_id, story), self._at)
        if view is None:
            return
        open_choices = [choice for choice in view.choices if not choice.locked and choice.affordable]
        if open_choices and not view.ended:
            choice = self._chance.choice(open_choices)
            await self._give(ChooseInStory(self._member.user_id, story, choice.index))

    async def _give(self, command: UserCommand) -> Receipt | None:
        """Gives a command a little later than the one before."""
        self._at = a_little_after(self._at, self._chance)
        return await self._stage.give(command, self._member.user_id, self._at)
