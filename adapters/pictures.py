"""Pictures as Telegram takes them: PNG or JPEG, of a size that a phone is glad of."""

from dataclasses import dataclass
from pathlib import Path

LARGEST_BYTES = 1024 * 1024
"""Telegram takes ten times as much (core.telegram.org/bots/api#sendphoto); a picture beside a text need not."""
LARGEST_SUM, LARGEST_RATIO = 10_000, 20
"""Of width and height, in pixels: the same page."""

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"


class BadPicture(ValueError):
    """What is wrong with a picture, in words that follow its name."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What can be seen from outside. Sizes in pixels."""

    media_type: str
    width: int
    height: int


def checked_picture(file: Path) -> Picture:
    """The picture in a file. Raises BadPicture."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise BadPicture(f"can't be read: {error.strerror}") from error
    return read_picture(data)


def read_picture(data: bytes) -> Picture:
    """The picture that these bytes are. Raises BadPicture."""
    if len(data) > LARGEST_BYTES:
        raise BadPicture(f"has {len(data):,} bytes, more than {LARGEST_BYTES:,}")
    if data.startswith(PNG) and len(data) >= 24:
        picture = Picture("image/png", int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big"))
    elif data.startswith(JPEG):
        picture = Picture("image/jpeg", *_size_of_jpeg(data))
    else:
        raise BadPicture("is neither PNG nor JPEG")
    sides = sorted((picture.width, picture.height))
    if not sides[0] or sum(sides) > LARGEST_SUM or sides[1] > LARGEST_RATIO * sides[0]:
        raise BadPicture(f"is {picture.width} by {picture.height} pixels, which Telegram does not show")
    return picture


def _size_of_jpeg(data: bytes) -> tuple[int, int]:
    """Width and height: they stand in the frame's header, after any number of other segments."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        at += 2 + length
    raise BadPicture("is a JPEG without a size")
