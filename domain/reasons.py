"""Why something was given or taken: the words of whoever did it, or a word of the game's own and what it names."""

from domain.errors import InvalidValue

MAX_REASON = 200

OWN_WORDS = frozenset(
    (
        "achievement",
        "auction",
        "auction_cancelled",
        "auction_outbid",
        "auction_sold",
        "auction_unsold",
        "auction_withdrawn",
        "auction_won",
        "daily_gift",
        "given",
        "import",
        "invitation",
        "mission",
        "purchase",
        "reaction",
        "recipe",
        "referral",
        "story",
        "streak_freeze",
        "transfer_fee",
        "transfer_received",
        "transfer_sent",
        "trivia",
        "use",
    )
)
"""What the game's own reasons begin with, as in `purchase:hat`. People are told these in their language, statements and
leaderboards go by them, so nobody else may begin with one."""


def checked_reason(reason: str) -> str:
    """Somebody's own words, without surrounding blanks.

    Raises InvalidValue if they say nothing, too much, or what the game says itself.
    """
    if not 1 <= len(stripped := reason.strip()) <= MAX_REASON or not stripped.isprintable():
        raise InvalidValue("reason", f"must have 1 to {MAX_REASON} printable characters")
    if (word := stripped.partition(":")[0]) in OWN_WORDS:
        raise InvalidValue("reason", f"must not begin with {word!r}, a word of the game's own")
    return stripped
