"""The driver's errors, said in the words of the ports."""

from collections.abc import Iterator
from contextlib import contextmanager

from pymongo.errors import PyMongoError

from adapters.mongodb.client import is_outage
from commands.ports import StoreUnavailable


@contextmanager
def outages() -> Iterator[None]:
    """Raises StoreUnavailable in place of whatever says that the server can't be reached or did not answer in time."""
    try:
        yield
    except PyMongoError as error:
        if is_outage(error):
            raise StoreUnavailable(str(error)) from error
        raise
