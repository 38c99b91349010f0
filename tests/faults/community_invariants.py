"""What holds of any community's log, at every position or after every commit, and of the rows folded from it.

The numbers are those of the domain's list of invariants. A log is judged by its events alone: what they say of
balances, stocks and prices is compared with what the events before them add up to.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from domain.aggregate import Aggregate, event_class
from domain.content import ContentPack
from domain.membership import Membership
from domain.recorded import Recorded, as_domain_event
from tests.vip_model import Lasting

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
"""The rows of every table, by its name."""

BY_HAND = "test"
"""Why besitos and things move that no rule of the game moves."""


def check_log(events: Sequence[Recorded], content: ContentPack) -> None:
    """All that holds of a log."""
    check_besitos(events)
    check_commands(events)
    check_gifts(events)
    check_rewards(events)
    check_auctions(events)
    check_things(events, content)
    check_memberships(events)
    check_catalogued(events)
    for commit in commits(events):
        check_causes(commit)
        check_purchase(commit, content)
        check_payment(commit)


def commits(events: Iterable[Recorded]) -> list[list[Recorded]]:
    """The events of each command together, in their order."""
    return [list(commit) for _, commit in groupby(events, key=lambda event: event.commit_id)]


# -- 1 and 2: besitos -------------------------------------------------------------------------------------------------


def check_besitos(events: Sequence[Recorded]) -> None:
    """At every position: nothing negative, balances as told, and in all wallets what was minted and not burned."""
    available, holds = Counter[str](), defaultdict[str, Counter[str]](Counter)
    told: dict[str, int] = {}
    minted = burned = 0
    for event in events:
        if not event.topic.startswith("wallet."):
            continue
        wallet, amount = event.stream, event.amount
        assert amount > 0
        match event.topic:
            case "wallet.credited":
                available[wallet] += amount
                minted += amount
            case "wallet.debited":
                available[wallet] -= amount
                burned += amount
            case "wallet.held":
                available[wallet] -= amount
                holds[wallet][event.hold] += amount
            case "wallet.released":
                assert holds[wallet].pop(event.hold) == amount
                available[wallet] += amount
            case "wallet.captured":
                assert holds[wallet].pop(event.hold) == amount
                burned += amount
        held = holds[wallet].total()
        assert event.balance == available[wallet] >= 0, event
        assert event.state.get("total_held", held) == held >= 0, event
        told[wallet] = event.balance + held
        assert sum(told.values()) == minted - burned, event


def check_causes(commit: Sequence[Recorded]) -> None:
    """Besitos come and go for what stands in the same commit, to whom and as much as it says; or by hand, alone."""
    moved, caused = Counter[Any](), Counter[Any]()
    granted = any(event.topic == "achievement.history_granted" for event in commit)
    for event in commit:
        match event.topic:
            case "wallet.credited":
                moved[event.user_id] += event.amount
            case "wallet.debited" | "wallet.captured":
                moved[event.user_id] -= event.amount
            case "gift.claimed":
                caused[event.user_id] += event.amount
            case "gift.freeze_bought":
                caused[event.user_id] -= event.price
            case "mission.completed":
                caused[event.user_id] += event.reward
            case "achievement.unlocked" if not granted:
                caused[event.user_id] += event.reward
            case "achievement.history_granted":
                caused[event.user_id] += event.reward
            case "reaction.rewarded" | "item.used":
                caused[event.user_id] += event.besitos
            case "trivia.answered":
                caused[event.user_id] += event.besitos + event.bonus
            case "referral.rewarded":
                caused[event.user_id] += event.invited
                caused[event.referrer] += event.inviter
            case "story.started" | "story.choice_made":
                caused[event.user_id] += event.effects.get("reward", 0) - event.effects.get("cost", 0)
            case "transfer.sent":
                caused[event.user_id] -= event.amount
                caused[event.to] += event.amount - event.fee
            case "item.purchased":
                caused[event.user_id] -= event.total
            case "auction.closed" if event.winner is not None:
                assert event.fee + event.proceeds == event.price
                caused[event.winner] -= event.price
                caused[event.seller] += event.proceeds
    if [event.state.get("reason") for event in commit] == [BY_HAND]:
        assert not caused
    else:
        assert Counter(dict(moved)) == Counter(dict(caused)), [event.topic for event in commit]


# -- 3: commands ------------------------------------------------------------------------------------------------------


def check_commands(events: Sequence[Recorded]) -> None:
    """Positions and versions without a gap; a command stands in the log in one piece, once, as does a reaction."""
    assert [event.position for event in events] == list(range(1, len(events) + 1))
    assert len({event.event_id for event in events}) == len(events)
    versions = Counter[str]()
    for event in events:
        versions[event.stream] += 1
        assert event.version == versions[event.stream]
    whole = commits(events)
    assert len({commit[0].commit_id for commit in whole}) == len(whole)
    for commit in whole:
        assert [event.commit_index for event in commit] == list(range(len(commit)))
    reactions = Counter(
        (first.causation_id, first.source, first.stream, first.state.get("step"))
        for first, *_ in whole
        if first.source.startswith("reaction:")
    )
    assert max(reactions.values(), default=1) == 1


# -- 4 and 5: once ----------------------------------------------------------------------------------------------------


def check_gifts(events: Sequence[Recorded]) -> None:
    """Between two gifts of a user a local day has begun, where they are now and where they took the last one."""
    last: dict[str, Recorded] = {}
    for event in events:
        if event.topic == "gift.claimed":
            if (before := last.get(event.stream)) is not None:
                for zone in (before.zone, event.zone):
                    assert event.timestamp.astimezone(ZoneInfo(zone)).date() > before.day, event
            last[event.stream] = event


ONCE = {
    "mission.completed": ("mission", "period"),
    "achievement.unlocked": ("achievement", "level"),
    "reaction.rewarded": ("chat", "message_id", "numbering"),
    "trivia.answered": ("trivia",),
    "referral.rewarded": (),
    "referral.made": (),
    "story.hint_unlocked": ("hint",),
}
"""What each user has at most once, told apart by these fields."""


def check_rewards(events: Sequence[Recorded]) -> None:
    """Nothing is rewarded twice, and no progress falls or passes its target."""
    seen: set[Any] = set()
    progress: dict[Any, int] = {}
    for event in events:
        if event.topic in ONCE:
            each = (event.topic, event.user_id, *(event.state[name] for name in ONCE[event.topic]))
            assert each not in seen, each
            seen.add(each)
        elif event.topic == "mission.progressed":
            assert progress.get(event.stream, 0) < event.progress <= event.target
            progress[event.stream] = event.progress
        elif event.topic in ("achievement.progressed", "achievement.history_counted"):
            for goal, count in event.progress.items():
                assert progress.get((event.stream, event.achievement, goal), 0) < count
                progress[event.stream, event.achievement, goal] = count


# -- 6: auctions ------------------------------------------------------------------------------------------------------


def check_auctions(events: Sequence[Recorded]) -> None:
    """After every commit the highest bid is held, and nothing else; the item is in escrow, and comes out of it once."""
    running: dict[str, dict[str, Any]] = {}
    over: set[str] = set()
    holds: dict[str, dict[Any, int]] = defaultdict(dict)
    for commit in commits(events):
        things = [each for each in commit if each.topic in ("item.received", "item.removed")]
        for event in commit:
            id = event.stream.partition(":")[2]
            match event.topic:
                case "auction.opened":
                    assert id not in running.keys() | over
                    running[id] = {**event.state, "leader": None, "price": 0}
                    _moved(things, "item.removed", event.seller, event.item)
                case "auction.bid_placed":
                    auction = running[id]
                    assert event.timestamp < auction["ends_at"]
                    assert event.bidder != auction["seller"]
                    assert event.amount > auction["price"]
                    assert event.amount >= auction["minimum"]
                    auction |= {"leader": event.bidder, "price": event.amount}
                case "auction.extended":
                    assert event.ends_at > running[id]["ends_at"]
                    running[id]["ends_at"] = event.ends_at
                case "auction.closed":
                    auction = running.pop(id)
                    assert (event.winner, event.price) == (auction["leader"], auction["price"])
                    assert (event.timestamp >= auction["ends_at"]) == (event.reason == "ended")
                    _moved(things, "item.received", event.winner or event.seller, event.item)
                    over.add(id)
                case "auction.cancelled":
                    auction = running.pop(id)
                    _moved(things, "item.received", auction["seller"], auction["item"])
                    over.add(id)
                case "wallet.held":
                    holds[event.hold][event.user_id] = holds[event.hold].get(event.user_id, 0) + event.amount
                case "wallet.released" | "wallet.captured":
                    assert holds[event.hold].pop(event.user_id) == event.amount
        bids = {f"auction:{id}": {each["leader"]: each["price"]} for id, each in running.items() if each["leader"]}
        assert {hold: held for hold, held in holds.items() if held} == bids


def _moved(things: Sequence[Recorded], how: str, owner: str, item: str) -> None:
    """One piece left the owner's mochila, or came into it, and nothing else moved."""
    assert [(each.topic, each.user_id, each.item, each.quantity) for each in things] == [(how, owner, item, 1)]


# -- 7: things --------------------------------------------------------------------------------------------------------


def check_things(events: Sequence[Recorded], content: ContentPack) -> None:
    """No quantity and no stock is ever negative, and each is what the events before add up to; limits hold."""
    owned, bought, taken = Counter[Any](), Counter[Any](), Counter[str]()
    for event in events:
        match event.topic:
            case "item.received" | "item.removed":
                assert event.quantity > 0
                owned[event.stream, event.item] += event.quantity if event.topic == "item.received" else -event.quantity
                assert owned[event.stream, event.item] == event.owned >= 0
            case "item.purchased":
                limit = content.offer(event.item).limit
                bought[event.user_id, event.item] += event.quantity
                assert bought[event.user_id, event.item] == event.bought
                assert limit is None or event.bought <= limit
            case "stock.taken":
                taken[event.item] += event.quantity
                stock = content.offer(event.item).stock
                assert stock is not None
                assert taken[event.item] == event.taken
                assert stock - event.taken == event.left >= 0


def check_purchase(commit: Sequence[Recorded], content: ContentPack) -> None:
    """Money, stock and things of a purchase, or nothing of it."""
    parts = Counter(event.topic for event in commit)
    if not parts["item.purchased"]:
        assert not parts["stock.taken"]
        assert not [event for event in commit if str(event.state.get("reason")).startswith("purchase:")]
        return
    told = {event.topic: event for event in commit}
    bought, paid, received = told["item.purchased"], told["wallet.debited"], told["item.received"]
    assert paid.amount == bought.total == bought.unit_price * bought.quantity
    assert (received.item, received.quantity) == (bought.item, bought.quantity)
    assert bought.user_id == paid.user_id == received.user_id
    whole = {"item.purchased": 1, "wallet.debited": 1, "item.received": 1}
    if content.offer(bought.item).stock is not None:
        whole["stock.taken"] = 1
        assert told["stock.taken"].quantity == bought.quantity
    assert parts == whole


# -- 8: VIP -----------------------------------------------------------------------------------------------------------


def check_memberships(events: Sequence[Recorded]) -> None:
    """VIP lasts exactly as long as what was given adds up to, and as word of a renewal may be waited for; its end is
    noted once, and a charge counts once."""
    until: dict[str, datetime] = {}
    ends: dict[str, datetime] = {}
    lasting: dict[str, Lasting] = {}
    noted: set[str] = set()
    charges = Counter[Any]()
    for event in events:
        before, now = until.get(event.stream), event.timestamp
        active = before is not None and now < ends[event.stream]
        left = lasting.setdefault(event.stream, Lasting(now))
        left.pass_to(now)
        match event.topic:
            case "membership.granted":
                begins = before if active else now
                assert (event.begins, event.until) == (begins, begins + timedelta(days=event.days))
                left.add(event.charge, event.days, active)
                assert event.until == left.end
            case "membership.revoked":
                assert active
                assert event.until == now
                left.revoke()
            case "membership.shortened":
                assert active
                assert event.until == before - left.take(event.charge) == left.end
            case "membership.renewal_awaited" | "membership.renewal_called_off":
                assert event.until == before
            case "membership.expired":
                assert not active
                assert event.until == before
                assert event.stream not in noted
                noted.add(event.stream)
                continue
            case "payment.received" | "payment.refunded":
                charges[event.topic, event.charge] += 1
                continue
            case _:
                continue
        until[event.stream] = event.until
        ends[event.stream] = event.state.get("at_latest", event.until)
        noted.discard(event.stream)
    assert max(charges.values(), default=1) == 1
    streams = by_stream(events)
    for stream, end in ends.items():
        membership = replayed(Membership, stream, streams[stream])
        assert not membership.active(end)
        assert membership.active(end - timedelta(milliseconds=1))


def check_payment(commit: Sequence[Recorded]) -> None:
    """The days of a payment come with it, and go with its refund, as far as they are still to come."""
    for event in commit:
        given = [each.days for each in commit if each.topic == "membership.granted"]
        back = [each.days for each in commit if each.topic == "membership.shortened"]
        if event.topic == "payment.received":
            assert given == ([event.days] if event.days else [])
        elif event.topic == "payment.refunded":
            assert back in ([], [event.days] if event.days else [])


# -- 12, and replays --------------------------------------------------------------------------------------------------


def check_catalogued(events: Iterable[Recorded]) -> None:
    """The domain knows each event, and of which stream it is."""
    for event in events:
        assert event.stream.partition(":")[0] == kind_of(event).TOPIC


def by_stream(events: Iterable[Recorded]) -> dict[str, list[Recorded]]:
    """The events of each stream, in their order."""
    streams: defaultdict[str, list[Recorded]] = defaultdict(list)
    for event in events:
        streams[event.stream].append(event)
    return dict(streams)


def replayed(kind: type[Aggregate], stream: str, events: Iterable[Recorded]) -> Any:
    """The aggregate that the events of its stream make, one after the other, from nothing."""
    aggregate = kind.blank(stream)
    for event in events:
        as_domain_event(event).mutate(aggregate)
    return aggregate


def kind_of(event: Recorded) -> type[Aggregate]:
    """Of which kind the aggregate of the event's stream is."""
    known = event_class(event.topic)
    assert known is not None, event.topic
    return known.aggregate_class


def check_rows(rows: Rows, events: Sequence[Recorded]) -> None:
    """What people and admins read is what the log says."""
    besitos: dict[Any, tuple[int, int]] = {}
    owned: dict[Any, int] = {}
    until: dict[Any, tuple[datetime, datetime]] = {}
    rewarded = Counter[Any]()
    prices: dict[str, tuple[Any, int]] = {}
    for event in events:
        match event.topic.partition(".")[0], event.topic:
            case "wallet", _:
                held = event.state.get("total_held", besitos.get(event.user_id, (0, 0))[1])
                besitos[event.user_id] = (event.balance, held)
            case _, "item.received" | "item.removed":
                owned[event.user_id, event.item] = event.owned
            case "membership", _ if event.topic != "membership.expired":
                until[event.user_id] = (event.until, event.state.get("at_latest", event.until))
            case _, "reaction.rewarded":
                rewarded[event.chat, event.message_id, event.numbering, event.user_id] += 1
            case _, "auction.opened":
                prices[event.stream.partition(":")[2]] = (None, 0)
            case _, "auction.bid_placed":
                prices[event.stream.partition(":")[2]] = (event.bidder, event.amount)
    assert {row["user_id"]: (row["available"], row["held"]) for row in rows["wallet_balances"]} == besitos
    assert {(row["user_id"], row["item"]): row["quantity"] for row in rows["inventory"] if row["quantity"]} == {
        key: quantity for key, quantity in owned.items() if quantity
    }
    assert {row["user_id"]: (row["until"], row["ends"]) for row in rows["memberships"]} == until
    by_message = ("chat_id", "message_id", "numbering", "user_id")
    assert Counter(tuple(row[name] for name in by_message) for row in rows["reactions"]) == rewarded
    assert {row["id"]: (row["leader"], row["price"]) for row in rows["auctions"]} == prices
