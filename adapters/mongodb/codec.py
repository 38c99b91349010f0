"""How BSON becomes Python and back, for everything in the log: exactly, or not at all."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from bson.binary import UuidRepresentation
from bson.codec_options import CodecOptions, DatetimeConversion, TypeDecoder, TypeRegistry
from bson.int64 import Int64
from bson.raw_bson import RawBSONDocument


class _PlainInt(TypeDecoder):
    """64-bit integers come back as `int`, so that what was read can be compared and recorded again like any other."""

    bson_type = Int64

    def transform_bson(self, value: int) -> int:
        return int(value)


PLAIN: CodecOptions[dict[str, Any]] = CodecOptions(
    tz_aware=False, uuid_representation=UuidRepresentation.STANDARD, type_registry=TypeRegistry([_PlainInt()])
)
"""Times come back without a zone: `aware` costs a third of the driver's own way to those with one."""

QUICK: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=False, uuid_representation=UuidRepresentation.STANDARD)
"""As `PLAIN`, but 64-bit integers come back as `Int64`: who makes them `int` afterwards decodes a fifth quicker."""

LENIENT: CodecOptions[dict[str, Any]] = PLAIN.with_options(
    unicode_decode_error_handler="replace", datetime_conversion=DatetimeConversion.DATETIME_AUTO
)
"""For naming what `PLAIN` can't read."""

RAW: CodecOptions[RawBSONDocument] = CodecOptions(
    document_class=RawBSONDocument, uuid_representation=UuidRepresentation.STANDARD
)


@lru_cache(maxsize=4096)
def aware(time: datetime) -> datetime:
    """A time as BSON gave it, with its zone. Remembered, since events of one group have the same."""
    return time.replace(tzinfo=UTC)


def whole_milliseconds(time: datetime) -> datetime:
    """`time` cut to what BSON keeps."""
    return time.replace(microsecond=time.microsecond // 1000 * 1000)
