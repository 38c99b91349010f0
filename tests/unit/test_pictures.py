"""Pictures are measured without a library for it, and refused in words."""

from pathlib import Path

import pytest

from adapters.pictures import JPEG, LARGEST_BYTES, PNG, BadPicture, Picture, checked_picture, read_picture


def png(width: int, height: int) -> bytes:
    return PNG + b"\0\0\0\rIHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big")


def jpeg(width: int, height: int) -> bytes:
    other = b"\xe0\x00\x04\x01\x02"
    frame = b"\xff\xc2\x00\x11\x08" + height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return JPEG[:2] + b"\xff" + other + frame


def test_a_picture_tells_its_kind_and_size():
    assert read_picture(png(800, 450)) == Picture("image/png", 800, 450)
    assert read_picture(jpeg(800, 450)) == Picture("image/jpeg", 800, 450)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"GIF89a", "is neither PNG nor JPEG"),
        (b"", "is neither PNG nor JPEG"),
        (PNG, "is neither PNG nor JPEG"),
        (JPEG + b"\xe0\x00\x02", "is a JPEG without a size"),
        (png(0, 450), "is 0 by 450 pixels, which Telegram does not show"),
        (png(9_000, 1_001), "is 9000 by 1001 pixels"),
        (png(2_100, 100), "is 2100 by 100 pixels"),
        (png(800, 450) + bytes(LARGEST_BYTES), "more than 1,048,576"),
    ],
)
def test_what_telegram_would_not_show_is_refused(data: bytes, told: str):
    with pytest.raises(BadPicture, match=told):
        read_picture(data)


def test_a_file_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(BadPicture, match="can't be read: No such file"):
        checked_picture(tmp_path / "faro.png")
