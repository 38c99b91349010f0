"""The sections of the console, in the order of its menu."""

from collections.abc import Awaitable, Callable, Mapping

from adapters.http.console.sections import auctions, chats, deliveries, payments, store, story
from adapters.http.console.tables import TablesPage
from adapters.http.services import ApiServices

Section = Callable[[ApiServices, int | None], Awaitable[TablesPage]]
"""Gathers a section; its long table begins before that position of the log, None at the newest."""

SECTIONS: Mapping[str, Section] = {
    "auctions": auctions.show,
    "store": store.show,
    "story": story.show,
    "chats": chats.show,
    "deliveries": deliveries.show,
    "payments": payments.show,
}
