"""Who brought whom: a code to be found by, an invitation taken on the first day, and a reward for both once the
newcomer has done something real."""

import hashlib
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from domain.aggregate import Aggregate, event
from domain.counting import COUNTED_TO, Count
from domain.definitions import ContentId, Definition, Reward, Text
from domain.errors import DomainError
from domain.ids import UserId

CODE_LENGTH = 12
"""Characters of five bits each: among a million people, two share a code once in a million communities."""


def referral_code(user_id: UserId) -> str:
    """The user's code, the same for ever: 12 of a-z and 2-7.

    It is made from the random user id by a hash, so neither that id nor anything of Telegram's can be read from it.
    """
    digest = hashlib.sha256(f"referral code of {user_id}".encode()).digest()
    return b32encode(digest).decode().lower()[:CODE_LENGTH]


@dataclass
class InvitedByOneself(DomainError):
    """Inviter and invited are the same."""


@dataclass
class InvitedAlready(DomainError):
    """Somebody else brought this user; that stays so for ever."""


@dataclass
class NoNewcomer(DomainError):
    """An invitation is taken on the first day, before the first gift: who was here before was brought by nobody."""


class Deed(Count):
    """Something real: so many facts of a kind. `text` says it to people."""

    id: ContentId
    target: Annotated[int, Field(ge=1, le=COUNTED_TO)]
    text: Text


class ReferralRules(Definition):
    """Whichever of `deeds` the newcomer does first brings `inviter` and `invited` their rewards."""

    deeds: Annotated[tuple[Deed, ...], Field(min_length=1)] = (
        Deed(id="gifts", fact="gift.claimed", target=3, text=Text(es="Tres regalos del día", en="Three daily gifts")),
    )
    inviter: Reward = Reward(besitos=50, experience=20)
    invited: Reward = Reward(besitos=25, experience=10)


class Referral(Aggregate):
    """How one user came: who invited them, how far their deeds have come, and whether that was rewarded."""

    TOPIC = "referral"

    referrer: str | None = None
    rewarded: bool = False
    progress: dict[str, int] = field(default_factory=dict)

    def accept(self, referrer: str, newcomer: bool) -> None:
        """Takes the invitation of `referrer`; the same one again does nothing.

        Raises InvitedByOneself, InvitedAlready and NoNewcomer.
        """
        if referrer == self.id.split(":")[1]:
            raise InvitedByOneself()
        if self.referrer is not None:
            if self.referrer != referrer:
                raise InvitedAlready()
            return
        if not newcomer:
            raise NoNewcomer()
        self._made(referrer=referrer)

    def count(self, worth: Mapping[str, int], rules: ReferralRules) -> bool:
        """Counts what each deed is brought by a fact. True if that was the deed: then the reward is due, once."""
        if self.referrer is None or self.rewarded:
            return False
        after = {
            deed.id: min(deed.after(self.progress.get(deed.id, 0), worth[deed.id]), deed.target)
            for deed in rules.deeds
            if deed.id in worth
        }
        moved = {deed: count for deed, count in after.items() if count > self.progress.get(deed, 0)}
        if moved:
            self._progressed(progress=moved)
        done = next((deed.id for deed in rules.deeds if self.progress.get(deed.id, 0) >= deed.target), None)
        if done is None:
            return False
        self._rewarded(referrer=self.referrer, deed=done, inviter=rules.inviter.besitos, invited=rules.invited.besitos)
        return True

    @event("Made", topic="referral.made")
    def _made(self, referrer: str) -> None:
        self.referrer = referrer

    @event("Progressed", topic="referral.progressed")
    def _progressed(self, progress: dict[str, int]) -> None:
        self.progress = {**self.progress, **progress}

    @event("Rewarded", topic="referral.rewarded")
    def _rewarded(self, referrer: str, deed: str, inviter: int, invited: int) -> None:
        self.rewarded = True


class Brought(Aggregate):
    """How many newcomers one user has brought who did something real."""

    TOPIC = "brought"

    friends: int = 0

    def add(self, invited: str) -> None:
        """One more."""
        self._brought(invited=invited, friends=self.friends + 1)

    @event("FriendBrought", topic="referral.friend_brought")
    def _brought(self, invited: str, friends: int) -> None:
        self.friends = friends
