"""The identifiers that run through every room."""

from typing import NewType

UserId = NewType("UserId", str)
"""A person's random id: 16 hexadecimal digits from the vault. It says nothing about who they are."""

StreamId = NewType("StreamId", str)
"""An aggregate's stream, `<topic>:<key>[:<key>…]`, such as `wallet:4f0c…`."""
