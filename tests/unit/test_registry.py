"""What a handler asks for by its parameters, and is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commands.context import Command, Context
from commands.registry import Gathered, Parameter, handles
from domain.ids import UserId
from domain.missions import Mission
from domain.users import User
from domain.wallet import Wallet
from tests.unit.given import ana


@dataclass(frozen=True)
class Neighbour(Gathered):
    context: Context
    user: User
    missions: Mapping[str, Mission]


@dataclass(frozen=True, slots=True)
class Greet(Command):
    user_id: UserId


def test_what_is_gathered_is_loaded_one_by_one_and_given_as_one():
    @handles(Greet)
    def greet(command: Greet, context: Context, neighbour: Neighbour, wallet: Wallet, user: User) -> Any:
        return neighbour, wallet, user

    handler = greet.__handler__  # type: ignore[attr-defined]
    assert set(handler.parameters) == {
        Parameter("wallet", Wallet),
        Parameter("user", User),
        Parameter("missions", Mission, many=True),
    }
    assert set(handler.streams(Greet(ana))) == {"wallet", "user"}
    context: Any = object()
    user, wallet = User.blank(f"user:{ana}"), Wallet.blank(f"wallet:{ana}")
    given = handler.decide(Greet(ana), context, user=user, wallet=wallet, missions={})
    assert given == (Neighbour(context, user, {}), wallet, user)
    assert handler.decide.__name__ == "greet"
