"""The form in which a run's Ink state is kept: `1.<story>.<data>`.

The JSON that Ink writes, without the text already shown, deflated (with a checksum), as text: it fits into
every export of an event. `story` is the beginning of the content hash: a state of another story is refused.
"""

import base64
import binascii
import zlib
from typing import Any

import orjson

FORM = "1"
MAX_STATE = 256_000
"""Characters of a state's JSON. A story that needs more is growing without an end."""

_USUAL = (
    b'"},{"exp":false,"type":0}],"previousContentObject":"threadIndex":"choiceThreads":"true,"callstack":[{"cPath":".c-1'
    b'":1,".0.c-0":1,"{"currentFlowName":"DEFAULT_FLOW","evalStack":[],"flows":{"DEFAULT_FLOW":{"callstack":'
    b'{"threadCounter":1,"threads":[{"callstack":[{"cPath":".0.c-0","exp":false,"idx":0,"type":0}],'
    b'"previousContentObject":".0.23","threadIndex":1}]},"currentChoices":[],"outputStream":[]}},'
    b'"inkFormatVersion":21,"inkSaveVersion":10,"previousRandom":0,"storySeed":,"turnIdx":1,"turnIndices":{},'
    b'"variablesState":{},"visitCounts":{"'
)
"""What every state has in it, given to zlib beforehand. It belongs to form 1 and never changes."""


class BadState(ValueError):
    """This is no saved state of the story."""


def pack(story_hash: str, state: dict[str, Any]) -> str:
    """`state`, taken before any text of its step is made, as it is kept. Raises BadState for one that is too large."""
    for flow in state["flows"].values():
        flow["outputStream"] = []
    plain = orjson.dumps(state)
    if len(plain) > MAX_STATE:
        raise BadState(f"the story's state has grown to {len(plain):,} characters; at most {MAX_STATE:,} are kept")
    deflate = zlib.compressobj(level=9, zdict=_USUAL)
    data = base64.b64encode(deflate.compress(plain) + deflate.flush())
    return f"{FORM}.{story_hash[:8]}.{data.decode()}"


def unpack(story_hash: str, kept: str) -> str:
    """The JSON that was packed. Raises BadState."""
    form, _, rest = kept.partition(".")
    story, _, data = rest.partition(".")
    if form != FORM:
        raise BadState(f"a saved state of form {form!r:.20}; this release reads form {FORM}")
    if story != story_hash[:8]:
        raise BadState("a saved state of another story")
    inflate = zlib.decompressobj(zdict=_USUAL)
    try:
        plain = inflate.decompress(base64.b64decode(data, validate=True), MAX_STATE + 1)
    except (binascii.Error, zlib.error) as error:
        raise BadState(f"a damaged saved state: {error}") from error
    if not inflate.eof or len(plain) > MAX_STATE:
        raise BadState("a damaged saved state: it has no end")
    return plain.decode()
