"""A real PostgreSQL of the tests' own: a cluster in a temporary folder, spoken to over a Unix socket there.

As it comes, or for tests without its waiting for the disk: only a power cut could tell, and none comes here.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psycopg
import pytest
from psycopg import Connection, sql

_PACKAGE = "postgresql (config/deploy/apt-packages.txt); `make set-up` installs it"
_SERVER_USER: Final = "postgres"
"""PostgreSQL refuses to be run by root; the package makes this user."""


def program(name: str) -> str:
    """Full path of one of PostgreSQL's programs; Debian keeps them off the PATH, in a folder by version."""
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=_version, reverse=True)
    found = str(versions[0]) if versions else shutil.which(name)
    if found is None:
        pytest.fail(f"{name} is not on this machine: install {_PACKAGE}")
    return found


# Tables that refuse to forget have triggers; those of a replica do not run.
_EMPTY: Final = """
DO $$ DECLARE kept regclass; BEGIN
  FOR kept IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    AND relname <> 'alembic_version'
  LOOP EXECUTE 'DELETE FROM ' || kept; END LOOP;
END $$
"""


class Cluster:
    def __init__(self, folder: Path, *, durable: bool) -> None:
        self.folder = folder
        self._durable = durable
        self._databases = 0
        self._emptying: dict[str, Connection] = {}

    def start(self) -> None:
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-U", "kiosk", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        # Without a port on the network, so that no two runs on one machine can meet.
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c max_connections=200"
        if not self._durable:
            options += " -c fsync=off -c full_page_writes=off"
        log = str(self.folder / "server.log")
        self._run("pg_ctl", "-D", data, "-w", "-t", "60", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        for connection in self._emptying.values():
            connection.close()
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")

    def address(self, database: str) -> str:
        """For libpq."""
        return f"host={self.folder} user=kiosk dbname={database}"

    def url(self, database: str) -> str:
        """For SQLAlchemy."""
        return f"postgresql+psycopg://kiosk@/{database}?host={self.folder}"

    def new_database(self) -> str:
        """The name of a database nobody has used yet."""
        self._databases += 1
        name = f"gateway_{self._databases}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return name

    def empty(self, database: str) -> None:
        """Every table without its rows: far faster than a new database for every test."""
        if database not in self._emptying:
            self._emptying[database] = psycopg.connect(self.address(database), autocommit=True)
            self._emptying[database].execute("SET session_replication_role = replica")
        self._emptying[database].execute(_EMPTY)

    def _run(self, name: str, *arguments: str) -> None:
        command = [program(name), *arguments]
        user = _SERVER_USER if os.geteuid() == 0 else None
        # Its output goes to a file: the server inherits it and would keep a pipe open.
        with (self.folder / f"{name}.log").open("ab") as log:
            done = subprocess.run(command, stdout=log, stderr=log, user=user, cwd=self.folder, check=False)
        if done.returncode:
            pytest.fail(f"{name} failed: {(self.folder / f'{name}.log').read_text()}")


@contextmanager
def running_cluster(*, durable: bool = True) -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="kiosk-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, _SERVER_USER)
    cluster = Cluster(folder, durable=durable)
    try:
        cluster.start()
        yield cluster
        cluster.stop()
    finally:
        shutil.rmtree(folder)


def _version(path: Path) -> float:
    return float(path.parent.parent.name)
