"""A person's code: what they give to others so as to be found, without saying who they are."""

import hashlib
from base64 import b32encode

from domain.ids import UserId

CODE_LENGTH = 12
"""Characters of five bits each: among a million people, two share a code once in a million communities."""


def referral_code(user_id: UserId) -> str:
    """The user's code, the same for ever: 12 of a-z and 2-7.

    It is made from the random user id by a hash, so neither that id nor anything of Telegram's can be read from it.
    """
    digest = hashlib.sha256(f"referral code of {user_id}".encode()).digest()
    return b32encode(digest).decode().lower()[:CODE_LENGTH]
