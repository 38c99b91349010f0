"""Groups and channels: where the bot is, and what it lacks there, in words that tell an administrator what to do."""

from adapters.http.console.tables import Cell, Table, TablesPage, Tile, columns, moment
from adapters.http.services import ApiServices
from commands.ports import KnownChat
from domain.chats import ADMINISTRATOR
from queries.chats import ChatView, all_chats

KINDS = {"group": "group", "supergroup": "group", "channel": "channel"}
LACKS = {
    "can_post_messages": "“Post messages”, to announce quizzes and links",
    "can_edit_messages": "“Edit messages”, to put the besitos button under a post",
    "can_invite_users": "“Add subscribers”, to let VIPs in",
}
"""An administrator's rights by the names that Telegram's apps show, and what each is for."""

NO_ADMINISTRATOR = {
    "channel": "make the bot an administrator: else it can do nothing in a channel",
    "group": "make the bot an administrator: Telegram tells reactions to nobody else",
}


async def show(app: ApiServices, before: int | None) -> TablesPage:
    """Those that the bot is in, the oldest first; then those that it has left."""
    found = await app.reads.run(all_chats, True)
    known = await app.vault.chats([each.chat_id for each in found])
    here = [each for each in found if each.standing]
    left = [each for each in found if not each.standing]
    lacking = sum(bool(each.missing) for each in here)
    return TablesPage(
        title="Chats",
        lead="The bot registers by itself where it is added. Titles are looked up in the vault and kept nowhere else.",
        tiles=[
            Tile("Groups", str(sum(KINDS[each.kind] == "group" for each in here))),
            Tile("Channels", str(sum(each.kind == "channel" for each in here))),
            Tile("Lacking something", str(lacking), "warn" if lacking else "good"),
            Tile("Left", str(len(left))),
        ],
        tables=[
            Table(
                "Where the bot is",
                columns("Chat", "What it is there", "What is missing", "Since (UTC)"),
                [[_chat(each, known), Cell(each.standing or ""), _missing(each), moment(each.since)] for each in here],
                "The bot is in no group or channel. Add it to one in Telegram, and it is here.",
            ),
            Table(
                "Where it was",
                columns("Chat", "Since (UTC)", "Until (UTC)"),
                [[_chat(each, known), moment(each.since), moment(each.left_at)] for each in left],
                "It has left none.",
            ),
        ],
    )


def _chat(chat: ChatView, known: dict[str, KnownChat]) -> Cell:
    found = known.get(chat.chat_id)
    kind = KINDS[chat.kind]
    name = f" · @{found.username}" if found and found.username else ""
    return Cell(found.title if found else chat.chat_id, f"{kind}{name}")


def _missing(chat: ChatView) -> Cell:
    if not chat.missing:
        return Cell("nothing", tone="good")
    if ADMINISTRATOR in chat.missing:
        return Cell(NO_ADMINISTRATOR[KINDS[chat.kind]], tone="warn")
    return Cell("the right " + "; ".join(LACKS.get(right, right) for right in chat.missing), tone="warn")
