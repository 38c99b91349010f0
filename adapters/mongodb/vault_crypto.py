"""The vault's cryptography: what is encrypted how, and with which key.

- Each record has a data key of its own (AES-256-GCM), so that erasing the record erases the only way to read it.
- The data key is wrapped (AES-256-GCM too) by the **master key**, which has a version, so that it can be replaced.
- A Telegram id is found by its HMAC-SHA256 under the **HMAC key**, a username too. That key is never replaced: with
  another one nobody would be recognised. It is not derived from the master key, so that the master key can be.

What is bound as associated data can't be moved: a field of one record, pasted into another record or another field,
does not decrypt.
"""

import base64
import binascii
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12  # what NIST SP 800-38D recommends for GCM; random, so at most 2^32 uses of one key


class VaultKeyWrong(Exception):
    """The configured keys are malformed, or not those that the vault was made with."""


class CannotDecrypt(Exception):
    """A stored value was changed, moved to another place, or made with another key."""


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A record's data key as it is stored: `wrapped` opens with version `version` of the master key."""

    version: int
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class VaultKeys:
    """The master keys by version, of which the highest wraps what is new, and the HMAC key."""

    masters: Mapping[int, bytes] = field(repr=False)
    hmac: bytes = field(repr=False)

    @classmethod
    def parse(cls, secret_key: str, hmac_key: str) -> "VaultKeys":
        """The keys from `YABOT_SECRET_KEY` and `YABOT_HMAC_KEY`, as `new_keys` makes them. Raises VaultKeyWrong.

        Both are 32 bytes in base64. While the master key is being replaced, the setting holds the versions
        in use, divided by commas: `2:<new>,1:<old>`; one without a number is version 1.
        """
        masters: dict[int, bytes] = {}
        for part in secret_key.split(","):
            version, _, encoded = part.strip().rpartition(":")
            if not (version or "1").isdecimal() or int(version or 1) in masters:
                raise VaultKeyWrong(
                    "YABOT_SECRET_KEY: each part is <version>:<key>, and each version stands there once"
                )
            masters[int(version or 1)] = _decode("YABOT_SECRET_KEY", encoded)
        keys = cls(masters=masters, hmac=_decode("YABOT_HMAC_KEY", hmac_key))
        if keys.hmac in masters.values():
            raise VaultKeyWrong("YABOT_HMAC_KEY must be another key than YABOT_SECRET_KEY")
        return keys

    @property
    def version(self) -> int:
        """The version of the master key that wraps what is new."""
        return max(self.masters)

    def key_checks(self) -> dict[str, bytes]:
        """By each key's name, a value that tells it from any other and says nothing about it; the HMAC key first."""
        named = {"hmac": self.hmac} | {f"master:{version}": key for version, key in sorted(self.masters.items())}
        return {name: hmac.digest(key, f"key check {name}".encode(), "sha256") for name, key in named.items()}

    def fingerprint(self, kind: str, telegram_id: int) -> bytes:
        """What a Telegram id is found by. `kind` keeps people and chats apart, whose ids are of one number space."""
        return hmac.digest(self.hmac, f"{kind}:{telegram_id}".encode(), "sha256")

    def name_fingerprint(self, kind: str, username: str) -> bytes:
        """What a Telegram username is found by; large and small letters are the same there."""
        return hmac.digest(self.hmac, f"{kind}@{username.lower()}".encode(), "sha256")

    def author_fingerprint(self, chat_id: int, message_id: int, telegram_id: int) -> bytes:
        """What a message of a group and its writer are found by together, and never apart."""
        return hmac.digest(self.hmac, f"author:{chat_id}:{message_id}:{telegram_id}".encode(), "sha256")

    def wrap(self, data_key: bytes, owner: str) -> WrappedKey:
        """The data key of `owner`'s record, readable with the newest master key only."""
        return WrappedKey(self.version, _encrypt(AESGCM(self.masters[self.version]), data_key, f"{owner}/key"))

    def unwrap(self, key: WrappedKey, owner: str) -> bytes:
        """The data key again. Raises CannotDecrypt, or VaultKeyWrong if that master key is not configured."""
        if key.version not in self.masters:
            raise VaultKeyWrong(f"YABOT_SECRET_KEY lacks version {key.version}, which some records of the vault need")
        return _decrypt(AESGCM(self.masters[key.version]), key.wrapped, f"{owner}/key")


class RecordCipher:
    """Encrypts and decrypts the fields of one record with its data key. `owner` is the record's id."""

    __slots__ = ("_cipher", "_owner")

    def __init__(self, data_key: bytes, owner: str) -> None:
        self._cipher, self._owner = AESGCM(data_key), owner

    def seal(self, name: str, value: str) -> bytes:
        """The value of the field `name`, encrypted."""
        return _encrypt(self._cipher, value.encode(), f"{self._owner}/field/{name}")

    def open(self, name: str, sealed: bytes) -> str:
        """The field's value again. Raises CannotDecrypt."""
        return _decrypt(self._cipher, sealed, f"{self._owner}/field/{name}").decode()


def new_data_key() -> bytes:
    """A random key for one record."""
    return os.urandom(KEY_BYTES)


def new_keys() -> dict[str, str]:
    """A new pair of keys as settings, `YABOT_SECRET_KEY` and `YABOT_HMAC_KEY`. Losing them loses every name."""
    return {name: base64.b64encode(os.urandom(KEY_BYTES)).decode() for name in ("YABOT_SECRET_KEY", "YABOT_HMAC_KEY")}


def _decode(setting: str, encoded: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise VaultKeyWrong(f"{setting} is not a key: it must be {KEY_BYTES} bytes in base64")
    return key


def _encrypt(cipher: AESGCM, value: bytes, place: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, value, place.encode())


def _decrypt(cipher: AESGCM, sealed: bytes, place: str) -> bytes:
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
    except (InvalidTag, ValueError):  # ValueError: cut shorter than a nonce
        raise CannotDecrypt(place) from None
