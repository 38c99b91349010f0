"""Collections and indexes of a log of the library's own, made when a factory opens it.

YABOT's are made by its migrations, which validate documents too and give rights.
"""

from pymongo import ASCENDING, IndexModel
from pymongo.errors import CollectionInvalid

from adapters.mongodb.client import Client

STREAM = IndexModel([("originator_id", ASCENDING), ("originator_version", ASCENDING)], name="stream", unique=True)
COMMIT = IndexModel([("commit_id", ASCENDING), ("commit_index", ASCENDING)], name="commit", unique=True)


def create_log(client: Client, database: str, collection: str) -> None:
    """The collection of a totally ordered log, with the indexes that its correctness needs, and no other."""
    _create(client, database, collection)
    client[database][collection].create_indexes([STREAM, COMMIT])


def create_streams(client: Client, database: str, collection: str) -> None:
    """A collection of streams without an order among them."""
    _create(client, database, collection)
    client[database][collection].create_indexes([STREAM])


def create_tracking(client: Client, database: str, collection: str) -> None:
    """The collection of tracking positions."""
    _create(client, database, collection)


def _create(client: Client, database: str, collection: str) -> None:
    if collection not in client[database].list_collection_names(filter={"name": collection}):
        try:
            client[database].create_collection(collection)
        except CollectionInvalid:  # another process was first
            return
