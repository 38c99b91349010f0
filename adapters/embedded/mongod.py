"""mongod as a replica set of one, for first runs, tests and one small community."""

import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

from pymongo import MongoClient
from pymongo.errors import ConnectionFailure, OperationFailure

from adapters.embedded.binaries import mongod_binary
from adapters.embedded.errors import PortTaken, ServerUnavailable
from adapters.embedded.ports import HOST
from adapters.embedded.processes import POLL
from adapters.embedded.server import Server

REPLICA_SET = "yabot"
CACHE_GB = 0.25
"""The WiredTiger cache; 0.25 is the least that mongod takes, and right for a machine with 1 GB."""
OPLOG_MB = 512
"""Change streams resume within it; the default, 5 % of the disk, is out of proportion here."""
ROOT = "root"
KEY, PASSWORD = "key", "root-password"
"""The files of the folder that hold the secrets of a mongod with `auth`."""

Client = MongoClient[dict[str, Any]]

# mongod's own numbers, from its error_codes.yml and exit_code.h.
AUTHENTICATION_FAILED = 18
ALREADY_INITIALIZED = 23
NOT_YET_INITIALIZED = 94
CONFIGURATION_IN_PROGRESS = 109
EXIT_NET_ERROR = 48


class Mongod(Server):
    """A mongod of our own. With `auth` it demands passwords, and `uri` is that of its root user."""

    name: ClassVar[str] = "mongod"
    setting: ClassVar[str] = "YABOT_MONGODB_URI"

    def __init__(
        self,
        folder: Path,
        *,
        port: int | None = None,
        binary: Path | None = None,
        auth: bool = False,
        cache_gb: float = CACHE_GB,
    ) -> None:
        super().__init__(folder, port=port, binary=binary)
        self.auth = auth
        self.cache_gb = cache_gb

    @property
    def uri(self) -> str:
        """How clients reach it: with the replica set's name, without which a driver offers no transactions."""
        if self.auth:
            return self.uri_for(ROOT, self._secret(PASSWORD))
        return f"mongodb://{self.address}/?replicaSet={REPLICA_SET}"

    def uri_for(self, user: str, password: str, auth_source: str = "admin") -> str:
        """The address as another user of a mongod with `auth`."""
        return (
            f"mongodb://{quote(user, safe='')}:{quote(password, safe='')}@{self.address}"
            f"/?replicaSet={REPLICA_SET}&authSource={auth_source}"
        )

    @property
    def address(self) -> str:
        """Host and port, as the replica set knows its member."""
        return f"{HOST}:{self.port}"

    def find_binary(self) -> Path:
        return mongod_binary()

    @property
    def data_path(self) -> Path:
        return self.folder / "db"

    def pid_files(self) -> Iterator[Path]:
        yield self.data_path / "mongod.lock"

    def arguments(self) -> list[str]:
        self.data_path.mkdir(exist_ok=True, mode=0o700)
        arguments = ["--dbpath", str(self.data_path), "--bind_ip", HOST, "--port", str(self.port)]
        arguments += ["--replSet", REPLICA_SET, "--oplogSize", str(OPLOG_MB)]
        arguments += ["--wiredTigerCacheSizeGB", str(self.cache_gb), "--nounixsocket", "--quiet"]
        arguments += ["--setParameter", "diagnosticDataCollectionEnabled=false"]
        if self.auth:
            self._make_secrets()
            arguments += ["--auth", "--keyFile", str(self.folder / KEY)]
        return arguments

    def port_was_taken(self, exit_code: int, output: str) -> bool:
        return exit_code == EXIT_NET_ERROR and "Address already in use" in output

    def make_ready(self, deadline: float) -> None:
        """A primary, which is a replica set of itself alone at its present address, with its root user."""
        if self.auth and not self._root_can_log_in(deadline):
            with self._client() as client:
                self._become_primary(client, deadline, self._initiate)
                client.admin.command("createUser", ROOT, pwd=self._secret(PASSWORD), roles=["root"])
        with self._client(as_root=self.auth) as client:
            self._check_identity(client, deadline)
            self._become_primary(client, deadline, self._form_replica_set)

    def _check_identity(self, client: Client, deadline: float) -> None:
        """Raises PortTaken if it is another mongod that answers, because it was quicker to take the port."""
        while True:
            try:
                answering = int(client.admin.command("serverStatus")["pid"])
            except ConnectionFailure:
                self.still_starting(deadline)
            else:
                if answering != self.pid:
                    raise PortTaken
                return

    def _become_primary(self, client: Client, deadline: float, form: Callable[[Client], None]) -> None:
        while True:
            try:
                hello = client.admin.command("hello")
                if hello.get("isWritablePrimary") and hello.get("me") == self.address:
                    return
                form(client)
            except ConnectionFailure:
                self.still_starting(deadline)  # says what it died of
            except OperationFailure as error:
                if error.code not in {ALREADY_INITIALIZED, NOT_YET_INITIALIZED, CONFIGURATION_IN_PROGRESS}:
                    raise ServerUnavailable(f"mongod in {self.folder} refuses to be a replica set: {error}") from error
            self.still_starting(deadline)
            time.sleep(POLL)

    def _form_replica_set(self, client: Client) -> None:
        """Begins one where there is none; gives one that was started on another port its new address.

        Before that, mongod looks for itself at the old address; a stranger there that never answers costs 30 s.
        """
        try:
            config = client.admin.command("replSetGetConfig")["config"]
        except OperationFailure as error:
            if error.code != NOT_YET_INITIALIZED:
                raise
            self._initiate(client)
            return
        if [member["host"] for member in config["members"]] != [self.address]:
            moved = config | {"members": self._members(), "version": config["version"] + 1}
            client.admin.command("replSetReconfig", moved, force=True)

    def _initiate(self, client: Client) -> None:
        """All that mongod's localhost exception allows before there is a first user."""
        client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": self._members()})

    def _members(self) -> list[dict[str, Any]]:
        return [{"_id": 0, "host": self.address}]

    # --- passwords ---------------------------------------------------------------------------------------------------

    def _root_can_log_in(self, deadline: float) -> bool:
        with self._client(as_root=True) as client:
            while True:
                try:
                    client.admin.command("ping")
                except ConnectionFailure:
                    self.still_starting(deadline)
                except OperationFailure as error:
                    if error.code != AUTHENTICATION_FAILED:
                        raise
                    return False
                else:
                    return True

    def _make_secrets(self) -> None:
        """The key of the replica set and root's password, readable to their owner alone as mongod demands."""
        for path in (self.folder / KEY, self.folder / PASSWORD):
            if not path.exists():
                new = path.with_suffix(".new")
                new.touch(mode=0o600)
                new.write_text(secrets.token_hex(48))
                new.replace(path)

    def _secret(self, name: str) -> str:
        return (self.folder / name).read_text()

    def _client(self, *, as_root: bool = False) -> Client:
        """A client of this one process, which does not care yet what the replica set is."""
        options: dict[str, Any] = {"directConnection": True, "serverSelectionTimeoutMS": 2000, "timeoutMS": 5000}
        if as_root:
            options |= {"username": ROOT, "password": self._secret(PASSWORD), "authSource": "admin"}
        return MongoClient(HOST, self.port, **options)
