"""Power cuts one after the other under real code: what a life of a disk is, and what is counted."""

import random
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import apsw
from msgspec import Struct
from msgspec.structs import astuple

from tests.power.disk import Disk, PowerCut
from tests.power.disk_vfs import DiskConnection
from tests.power.twin import Twin

CUTS_IN_A_LIFE = 10
_MOST_ACTS = 200
"""Writes and syncs until the power goes: a commit takes about ten, opening and recovering some more."""

NORMAL: Mapping[str, str] = {"PRAGMA synchronous=FULL": "PRAGMA synchronous=NORMAL"}
"""The control: the same code, with the promise that a commit is on the disk taken back."""


class Tally(Struct):
    """`lost`: cuts after which something acknowledged was gone; `torn`: something was there by half;
    `corrupt`: SQLite or the code above it refused the file."""

    cuts: int = 0
    commits: int = 0
    lost: int = 0
    torn: int = 0
    corrupt: int = 0
    writes_dropped: int = 0
    writes_torn: int = 0
    said: tuple[str, ...] = ()
    """With what words a file was refused."""

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    @property
    def held(self) -> bool:
        return self.cuts > 0 and self.lost == self.torn == self.corrupt == 0

    def __str__(self) -> str:
        return (
            f"{self.cuts:5} cuts, {self.commits:6} commits acknowledged: lost after {self.lost},"
            f" torn {self.torn}, corrupt {self.corrupt}"
            f"   (unsynced writes dropped {self.writes_dropped}, torn {self.writes_torn})"
            + "".join(self.said[:1])
        )


_IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""For what a life keeps beside its disk."""

Connect = Callable[[], DiskConnection]


class Subject(Struct, frozen=True):
    """`live` opens the real code over connections it is given and works until the power goes; it may return
    when there is nothing left to do. It has a folder for each life of a disk. `broken` are the errors with
    which it refuses a damaged file. `opening_acts` is about what making its tables takes, once a life."""

    file: str
    live: Callable[[Connect, random.Random, Path], None]
    broken: tuple[type[Exception], ...]
    opening_acts: int = 0


def cut_often(subject: Subject, cuts: int, seed: int, instead: Mapping[str, str] | None = None) -> Tally:
    tally = Tally()
    life = 0
    while tally.cuts < cuts:
        with TemporaryDirectory(dir=_IN_MEMORY) as folder:
            _Life(subject, Path(folder), random.Random(f"{seed}-{life}"), instead or {}, tally).live(
                min(CUTS_IN_A_LIFE, cuts - tally.cuts)
            )
        life += 1
    return tally


class _Life:
    """A disk from its first use until it is lost or has seen enough."""

    def __init__(
        self, subject: Subject, folder: Path, chance: random.Random, instead: Mapping[str, str], tally: Tally
    ) -> None:
        self._subject = subject
        self._folder = folder
        self._chance = chance
        self._instead = instead
        self._tally = tally
        self._disk = Disk(chance)
        self._opened: list[DiskConnection] = []

    def live(self, cuts: int) -> None:
        for _ in range(cuts):
            self._opened = []
            self._disk.acts_left = self._chance.randrange(1, _MOST_ACTS + self._subject.opening_acts)
            try:
                self._subject.live(self._connect, self._chance, self._folder)
            except PowerCut:
                found = self._disk.after_the_cut()
                if not self._is_whole(found):
                    return
                self._disk = found
            except self._subject.broken as error:
                self._tally.corrupt += 1
                self._tally.said += (f"{type(error).__name__}: {error}"[:300],)
                return
            else:
                return
            finally:
                self._forget()

    def _forget(self) -> None:
        """What is still open finds its disk dead, and changes nothing more."""
        for connection in self._opened:
            connection.disk.dead = True
            with suppress(apsw.Error):
                connection.close()

    def _connect(self) -> DiskConnection:
        connection = DiskConnection(self._disk, self._subject.file, self._instead)
        connection.twin = self._opened[-1].twin if self._opened else self._twin()
        self._opened.append(connection)
        return connection

    def _twin(self) -> Twin:
        """Made from a copy, for looking must not change the disk."""
        with closing(DiskConnection(self._disk.copy(), self._subject.file)) as looking:
            return Twin(looking.raw)

    def _is_whole(self, found: Disk) -> bool:
        self._tally.writes_dropped += found.writes_dropped
        self._tally.writes_torn += found.writes_torn
        before = self._tally.lost + self._tally.torn + self._tally.corrupt
        self._judge(self._opened[-1], found)
        return before == self._tally.lost + self._tally.torn + self._tally.corrupt

    def _judge(self, cut: DiskConnection, found: Disk) -> None:
        assert cut.twin is not None
        self._tally.cuts += 1
        self._tally.commits += cut.twin.commits
        looking = DiskConnection(found.copy(), self._subject.file)
        try:
            if looking.raw.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                self._tally.corrupt += 1
                return
            verdict = cut.twin.judge(looking.raw, *cut.under_way)
            self._tally.lost += verdict == "lost"
            self._tally.torn += verdict == "torn"
        except apsw.Error:
            self._tally.corrupt += 1
        finally:
            looking.close()
