"""A server program that can't run here says so in one line, with what to do."""

import platform
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from adapters.embedded import binaries
from adapters.embedded.errors import ServerUnavailable
from adapters.embedded.mongod import Mongod
from adapters.embedded.supervisor import EmbeddedServers
from adapters.embedded.valkey import Valkey
from tests.servers import processes_of


def fake(folder: Path, content: str) -> Path:
    binary = folder / "mongod"
    binary.write_text(content)
    binary.chmod(0o755)
    return binary


def refusal(server: Mongod | Valkey) -> str:
    with pytest.raises(ServerUnavailable) as caught:
        server.start()
    assert "\n" not in str(caught.value)
    assert processes_of(server.folder) == []
    return str(caught.value)


def test_a_missing_library_is_named_with_its_debian_package(tmp_path: Path) -> None:
    loader = (
        "error while loading shared libraries: libcurl.so.4: cannot open shared object file: No such file or directory"
    )
    binary = fake(tmp_path, f'#!/bin/sh\necho "mongod: {loader}" >&2\nexit 127\n')
    assert refusal(Mongod(tmp_path / "data", binary=binary)) == (
        "mongod needs libcurl.so.4: install it (Debian, Ubuntu: apt-get install libcurl4),"
        " or set YABOT_MONGODB_URI to a server of your own"
    )


def test_all_missing_libraries_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        binaries, "_missing_libraries", lambda binary: {"libssl.so.3", "libcrypto.so.3", "libcurl.so.4"}
    )
    output = "mongod: error while loading shared libraries: libcurl.so.4: cannot open shared object file"
    line = binaries.explain(Path("mongod"), 127, output, "YABOT_MONGODB_URI")
    assert "needs libcrypto.so.3, libcurl.so.4, libssl.so.3: install them" in line
    assert "apt-get install libcurl4 libssl3)" in line


def test_ldd_s_listing_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ldd = tmp_path / "ldd"
    ldd.write_text("#!/bin/sh\nprintf '\\tlibcurl.so.4 => not found\\n\\tlibm.so.6 => /lib/libm.so.6 (0x0)\\n'\n")
    ldd.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert binaries._missing_libraries(Path("mongod")) == {"libcurl.so.4"}


def test_a_system_that_is_too_old_is_told_what_is_missing(tmp_path: Path) -> None:
    binary = fake(
        tmp_path, "#!/bin/sh\necho \"libc.so.6: version 'GLIBC_2.34' not found (required by mongod)\"\nexit 1\n"
    )
    assert "needs GLIBC_2.34, newer than this system's libraries" in refusal(Mongod(tmp_path / "data", binary=binary))


def test_a_cpu_that_is_too_old_is_told(tmp_path: Path) -> None:
    binary = fake(tmp_path, "#!/bin/sh\nkill -ILL $$\n")
    assert "this CPU lacks (AVX on x86-64)" in refusal(Mongod(tmp_path / "data", binary=binary))


def test_a_program_for_another_system_is_told(tmp_path: Path) -> None:
    binary = fake(tmp_path, "\x7fELF for a machine of dreams")
    line = refusal(Mongod(tmp_path / "data", binary=binary))
    assert line.startswith("mongod does not run on this system (Exec format error)")
    assert "YABOT_MONGODB_URI" in line


def test_any_other_end_names_the_last_words_and_the_code(tmp_path: Path) -> None:
    binary = fake(tmp_path, "#!/bin/sh\necho first; echo the disk is full; exit 14\n")
    assert "ended with exit code 14 (the disk is full)" in refusal(Mongod(tmp_path / "data", binary=binary))


@pytest.mark.parametrize(("kind", "setting"), [(Mongod, "YABOT_MONGODB_URI"), (Valkey, "YABOT_REDIS_URL")])
def test_a_platform_without_the_wheel_and_nothing_on_the_path_is_told(
    kind: type[Mongod | Valkey], setting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_installed(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(binaries, "distribution", not_installed)
    monkeypatch.setenv("PATH", str(tmp_path))
    line = refusal(kind(tmp_path / "data"))
    assert f"for {platform.system()} on {platform.machine()}" in line
    assert setting in line


def test_a_mongod_on_the_path_stands_in_for_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "_in_wheel", lambda name, path: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    binary = fake(tmp_path, "#!/bin/sh\n")
    assert binaries.mongod_binary() == binary


def test_one_server_that_can_not_start_takes_the_other_one_with_it(tmp_path: Path) -> None:
    broken = Mongod(tmp_path / "mongod-data", binary=fake(tmp_path, "#!/bin/sh\nexit 1\n"))
    servers = EmbeddedServers(tmp_path, mongod=broken)
    with pytest.raises(ServerUnavailable):
        servers.start()
    assert processes_of(tmp_path) == []
