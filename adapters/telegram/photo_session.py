"""Telegram's side of photos, for the simulator and the tests: what is uploaded is kept, and known by its file id."""

from collections.abc import Mapping
from itertools import count
from typing import Any

from adapters.pictures import BadPicture, Picture, read_picture
from adapters.telegram.bot_api import bad_request, checked_markup
from adapters.telegram.markup import MAX_CAPTION, MarkupError, read_html, utf16_length


class PhotoServer:
    """The photos that Telegram's servers have, as long as they run. `name` tells this run's file ids from others'."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._ids = count(1)
        self._photos: dict[str, tuple[bytes, Picture]] = {}

    def upload(self, data: bytes) -> str:
        """Takes a file in. Its id."""
        try:
            picture = read_picture(data)
        except BadPicture as bad:
            raise bad_request("IMAGE_PROCESS_FAILED") from bad
        file_id = f"photo-{self._name[:8]}-{next(self._ids)}"
        self._photos[file_id] = data, picture
        return file_id

    def find(self, file_id: str) -> tuple[bytes, Picture] | None:
        """The bytes of a photo, and what they show from outside."""
        return self._photos.get(file_id)

    def content(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Photo, caption and keyboard of the message that a call asks for. Raises Refused."""
        if (found := self._photos.get(params.get("photo", ""))) is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        data, picture = found
        size = {"file_id": params["photo"], "file_unique_id": params["photo"], "file_size": len(data)}
        return {"photo": [size | {"width": picture.width, "height": picture.height}], **checked_caption(params)}


def checked_caption(params: Mapping[str, Any]) -> dict[str, Any]:
    """Caption and keyboard that a call asks for. Raises Refused."""
    caption, entities = str(params.get("caption", "")), list(params.get("caption_entities", []))
    if params.get("parse_mode") == "HTML":
        try:
            caption, entities = read_html(caption)
        except MarkupError as error:
            raise bad_request(str(error)) from error
    if utf16_length(caption) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    told = {
        "caption": caption,
        "caption_entities": entities,
        "reply_markup": checked_markup(params.get("reply_markup")),
    }
    return {name: value for name, value in told.items() if value}
