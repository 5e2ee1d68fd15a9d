"""A PostgreSQL primary and its standby, in a folder of their own on loopback; the primary dies.

As the packages come, fsync on. Synchronous: `synchronous_standby_names` is set, so that a commit is
acknowledged only when both have it on their disks.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from tests.gateway.postgres import program

_SERVER_USER = "postgres"
PATIENCE_S = 60.0


class Server:
    def __init__(self, folder: Path, name: str) -> None:
        self.data = folder / name
        self.port = _free_port()
        self._folder = folder
        self._name = name

    def address(self, database: str = "postgres") -> str:
        return f"host=127.0.0.1 port={self.port} user=kiosk dbname={database} connect_timeout=3"

    def run(self, name: str, *arguments: str) -> None:
        user = _SERVER_USER if os.geteuid() == 0 else None
        log_path = self._folder / f"{self._name}-{name}.log"
        with log_path.open("ab") as log:
            done = subprocess.run(
                [program(name), *arguments], stdout=log, stderr=log, user=user, cwd=self._folder, check=False
            )
        assert done.returncode == 0, f"{name}: {log_path.read_text()[-2000:]}"

    def start(self, *settings: str) -> None:
        given = ("listen_addresses=127.0.0.1", f"port={self.port}", "unix_socket_directories=''", *settings)
        options = " ".join(f"-c {each}" for each in given)
        log = str(self._folder / f"{self._name}.log")
        self.run("pg_ctl", "-D", str(self.data), "-w", "-t", "60", "-l", log, "-o", options, "start")

    def kill(self) -> None:
        """The postmaster and every process of its: nothing is finished."""
        with suppress(FileNotFoundError, ProcessLookupError):
            first = int((self.data / "postmaster.pid").read_text().split()[0])
            children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
            for process_id in (first, *map(int, children)):
                with suppress(ProcessLookupError):
                    os.kill(process_id, signal.SIGKILL)

    def promote(self) -> None:
        self.run("pg_ctl", "-D", str(self.data), "-w", "-t", "60", "promote")


class Pair:
    """`primary` answers until it dies; then the standby takes over, with a new one at its side where
    `again`."""

    def __init__(self, folder: Path, *, synchronous: bool = True) -> None:
        self._folder = folder
        self._synchronous = synchronous
        self._number = 1
        self.primary = Server(folder, "server-1")
        self.primary.run(
            "initdb", "-D", str(self.primary.data), "-U", "kiosk", "-A", "trust", "-E", "UTF8", "--locale=C"
        )
        self.primary.start()
        self.standby = self._new_standby()

    def primary_dies(self, held_up_s: float) -> None:
        """After a while in which nothing reached the standby any more."""
        self._stop_streaming()
        time.sleep(held_up_s)
        self.primary.kill()

    def standby_takes_over(self, *, again: bool) -> None:
        self.standby.promote()
        self.primary = self.standby
        if again:
            self.standby = self._new_standby()

    def close(self) -> None:
        for server in (self.primary, self.standby):
            server.kill()

    def url(self, database: str) -> str:
        """For SQLAlchemy."""
        return f"postgresql+psycopg://kiosk@127.0.0.1:{self.primary.port}/{database}"

    def _new_standby(self) -> Server:
        self._number += 1
        name = f"server_{self._number}"
        made = Server(self._folder, name)
        self._set("synchronous_standby_names", "")
        source = f"host=127.0.0.1 port={self.primary.port} user=kiosk application_name={name}"
        made.run("pg_basebackup", "-D", str(made.data), "-d", source, "-R", "-X", "stream", "-c", "fast")
        made.start()
        if self._synchronous:
            self._set("synchronous_standby_names", name)
        self._until_it_follows()
        return made

    def _stop_streaming(self) -> None:
        """What the primary commits from now on stays with it: its sender sleeps until it is killed."""
        with psycopg.connect(self.primary.address(), autocommit=True) as connection:
            for (sender,) in connection.execute("SELECT pid FROM pg_stat_replication").fetchall():
                os.kill(sender, signal.SIGSTOP)

    def _set(self, setting: str, value: str) -> None:
        with psycopg.connect(self.primary.address(), autocommit=True) as connection:
            connection.execute(f"ALTER SYSTEM SET {setting} = '{value}'")
            connection.execute("SELECT pg_reload_conf()")

    def _until_it_follows(self) -> None:
        until_s = time.monotonic() + PATIENCE_S
        wanted = "sync" if self._synchronous else "async"
        question = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND sync_state = %s"
        with psycopg.connect(self.primary.address(), autocommit=True) as connection:
            while time.monotonic() < until_s:
                if connection.execute(question, (wanted,)).fetchone() == (1,):
                    return
                time.sleep(0.1)
        raise AssertionError("the standby does not follow")


@contextmanager
def running_pair(*, synchronous: bool = True) -> Iterator[Pair]:
    folder = Path(tempfile.mkdtemp(prefix="kiosk-standby-"))
    if os.geteuid() == 0:
        shutil.chown(folder, _SERVER_USER)
    pair = Pair(folder, synchronous=synchronous)
    try:
        yield pair
    finally:
        pair.close()
        time.sleep(0.2)
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
