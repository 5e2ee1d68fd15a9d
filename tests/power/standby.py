"""A PostgreSQL primary and its synchronous standby, in a folder of their own on loopback; the primary dies.

As the packages come: fsync on, `synchronous_standby_names` set, so that a commit is acknowledged only when
both have it on their disks.
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
    """`primary` answers; `fail_over` kills it and makes the standby the primary, with a new standby at its
    side where `again`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = 1
        self.primary = Server(folder, "server-1")
        self.primary.run(
            "initdb", "-D", str(self.primary.data), "-U", "kiosk", "-A", "trust", "-E", "UTF8", "--locale=C"
        )
        self.primary.start()
        self.standby = self._new_standby()

    def fail_over(self, *, again: bool) -> None:
        self.primary.kill()
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
        self._set("synchronous_standby_names", name)
        self._until_synchronous()
        return made

    def _set(self, setting: str, value: str) -> None:
        with psycopg.connect(self.primary.address(), autocommit=True) as connection:
            connection.execute(f"ALTER SYSTEM SET {setting} = '{value}'")
            connection.execute("SELECT pg_reload_conf()")

    def _until_synchronous(self) -> None:
        until_s = time.monotonic() + PATIENCE_S
        with psycopg.connect(self.primary.address(), autocommit=True) as connection:
            while time.monotonic() < until_s:
                row = connection.execute("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'")
                if row.fetchone() == (1,):
                    return
                time.sleep(0.1)
        raise AssertionError("the standby does not follow")


@contextmanager
def running_pair() -> Iterator[Pair]:
    folder = Path(tempfile.mkdtemp(prefix="kiosk-standby-"))
    if os.geteuid() == 0:
        shutil.chown(folder, _SERVER_USER)
    pair = Pair(folder)
    try:
        yield pair
    finally:
        pair.close()
        time.sleep(0.2)
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
