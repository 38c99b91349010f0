"""Messages: what became of them hour by hour, which may or may not have left, and whom nothing reaches."""

from adapters.http.console.tables import Cell, Table, TablesPage, Tile, Tone, columns, moment, named, number, trace, who
from adapters.http.services import ApiServices
from queries.deliveries import hours
from queries.users import reach_counts

HOURS, UNCERTAIN = 25, 100

KINDS = {
    "money": "money and VIP",
    "casual": "one's own standing",
    "game": "one's own play",
    "social": "what others did",
    "ranks": "places on the leaderboards",
    "news": "news",
}
ENDS: dict[str, Tone] = {"sent": "good", "unknown": "bad", "given_up": "warn"}
REACH: dict[str, tuple[str, Tone]] = {
    "reachable": ("messages reach them", "good"),
    "unknown": ("nothing was sent to them yet", "soft"),
    "blocked": ("they have blocked the bot", "warn"),
    "never_started": ("they have never written to the bot", "warn"),
    "deactivated": ("their account is gone", "soft"),
}


async def show(app: ApiServices, before: int | None) -> TablesPage:
    """The hours, the latest first; beside them what a person should look at."""
    counts = await app.effects.counts()
    uncertain = await app.effects.uncertain(UNCERTAIN)
    summary = await app.reads.run(hours, before=before, limit=HOURS)
    reach = await app.reads.run(reach_counts)
    people = await named(app, [each.user_id for each in uncertain])
    return TablesPage(
        title="Deliveries",
        lead="Messages that nobody asked for, of the last 90 days. What is casual leaves at most once, money and VIP "
        "at least once.",
        tiles=[
            Tile("Waiting", f"{counts.planned + counts.claimed:,}"),
            Tile("Sent", f"{counts.sent:,}"),
            Tile("May have left", f"{counts.unknown:,}", "bad" if counts.unknown else "good"),
            Tile("Given up", f"{counts.given_up:,}", "warn" if counts.given_up else "good"),
        ],
        tables=[
            Table(
                "May or may not have left",
                columns("What", "To whom", "About", "Now", "Why nobody knows", "When (UTC)", "Trace"),
                [
                    [
                        Cell(each.text.removeprefix("notify-").replace("-", " ")),
                        who(people, each.user_id),
                        Cell(KINDS.get(each.kind, each.kind)),
                        Cell("unknown", tone="bad")
                        if each.state == "unknown"
                        else Cell("sent once more", "perhaps twice, then", "soft"),
                        Cell(each.reason),
                        moment(each.unknown_at),
                        trace(each.correlation_id),
                    ]
                    for each in uncertain
                ],
                "Of every message it is known what became of it.",
            ),
            Table(
                "Hour by hour",
                columns("Hour (UTC)", "About", "What became of them", "#Messages"),
                [
                    [
                        moment(each.begins),
                        Cell(KINDS.get(each.kind, each.kind)),
                        Cell(each.end.replace("_", " "), each.reason, ENDS.get(each.end, "")),
                        number(each.count),
                    ]
                    for each in summary.items
                ],
                "No hour in which messages left is over yet.",
                summary.next,
            ),
            Table(
                "Whom messages reach",
                columns("Standing", "#Members"),
                [[_reach(each), number(count)] for each, count in sorted(reach.items(), key=lambda pair: -pair[1])],
                "Nobody has registered yet.",
            ),
        ],
    )


def _reach(reach: str) -> Cell:
    words, tone = REACH.get(reach, (reach, ""))
    return Cell(words, tone=tone)
