"""Keys at rest: a database without its key file holds no key, and each opens in its own row alone."""

import errno
import os
from pathlib import Path
from typing import Literal

import pytest
from sqlalchemy import select, update

from kiosk.gateway.gateway import open_gateway
from kiosk.gateway.settings import GatewaySettings
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.schema_keys import gateway_key, kiosk_key
from kiosk.gateway.sql.schema_operators import machine
from kiosk.gateway.trust import kiosk_keys, operators
from kiosk.gateway.trust.key_file import (
    KeyFileWrong,
    forget_old_keys,
    make_key_file,
    read_key_file,
    rotate_key_file,
)
from kiosk.gateway.trust.sealed_rows import sealed_under_old_keys
from kiosk.gateway.trust.seals import Seals
from kiosk.wire.signing.keys import VerifyingKey

from .town import Town

SECRET, OTHER_SECRET, PAD_KEY = b"\x11\x22" * 16, b"\x33\x44" * 16, b"\x55\x66" * 16
KEY = VerifyingKey("kiosk-1.a", "hmac-sha256", SECRET)
OTHER_KEY = VerifyingKey("kiosk-2.a", "hmac-sha256", OTHER_SECRET)


class Keys:
    """A gateway's database that knows two kiosks and a machine's keypad."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.path = town.place.folder / "gateway.keys"
        seals = self.seals
        self.database.write(lambda c: kiosk_keys.enrol(c, seals, "kiosk-1", KEY, 0, 0))
        self.database.write(lambda c: kiosk_keys.enrol(c, seals, "kiosk-2", OTHER_KEY, 0, 0))
        self.database.write(lambda c: operators.enrol_machine(c, seals, "M-1", PAD_KEY, 0))
        self.own = self.gateways_own()

    @property
    def database(self) -> Database:
        return self.town.gateway.parts.database

    @property
    def seals(self) -> Seals:
        return self.town.gateway.parts.seals

    def gateways_own(self) -> bytes:
        return self.database.write(lambda c: kiosk_keys.gateways_own(c, self.seals, 0)).material

    def known(self) -> list[bytes | None]:
        seals = self.seals
        with self.database.reading() as connection:
            found = [
                kiosk_keys.key_that_counts(connection, seals, each.key_id, 1) for each in (KEY, OTHER_KEY)
            ]
        pad = self.database.write(lambda c: operators.key_of(c, seals, "M-1"))
        return [*(each.verifying.material if each else None for each in found), pad]

    def put(self, text: str, instead: str) -> None:
        mine = update(kiosk_key).where(kiosk_key.c.sealed == text).values(sealed=instead)
        self.database.write(lambda c: c.execute(mine).rowcount)

    def reopen(self, key_file: Path | Literal["same"] | None = "same") -> None:
        """A second process opens the database."""
        path = self.path if key_file == "same" else key_file
        settings = GatewaySettings("", key_file=path, isolation=self.town.place.isolation)
        open_gateway(self.town.place.url, settings, self.town.clock).close()

    def sealed(self) -> list[str]:
        with self.database.reading() as connection:
            return [
                text
                for table in (kiosk_key, gateway_key, machine)
                for text in connection.execute(select(table.c.sealed)).scalars()
            ]


@pytest.fixture
def keys(town: Town) -> Keys:
    return Keys(town)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "own.keys"
    make_key_file(made)
    return made


ALL = [SECRET, OTHER_SECRET, PAD_KEY]


def test_no_key_stands_in_the_database_nor_can_be_had_without_the_key_file(keys: Keys) -> None:
    assert keys.known() == ALL
    keys.path.rename(keys.path.with_name("elsewhere"))
    stored = b"".join(each.read_bytes() for each in keys.town.place.folder.glob("*.sqlite*"))
    stored += repr(keys.sealed()).encode()
    for secret in (*ALL, keys.own):
        assert secret not in stored
        assert secret.hex().encode() not in stored
    keys.path.with_name("elsewhere").rename(keys.path)


def test_what_an_older_gateway_wrote_plainly_is_sealed_as_the_database_is_opened(keys: Keys) -> None:
    plain = update(kiosk_key).where(kiosk_key.c.key_id == KEY.key_id).values(sealed=SECRET.hex())
    keys.database.write(lambda c: c.execute(plain).rowcount)
    keys.database.write(lambda c: c.execute(update(machine).values(sealed=PAD_KEY.hex())).rowcount)
    keys.town.restart()
    assert keys.known() == ALL
    assert all(text.startswith("1.") for text in keys.sealed())


def test_a_sealed_key_opens_in_its_own_row_alone(keys: Keys) -> None:
    """A kiosk that put its own key in another's place would speak for it."""
    one, other = keys.sealed()[:2]
    keys.put(other, one)
    with pytest.raises(KeyFileWrong, match="changed or moved; enrol it again"):
        keys.known()
    with pytest.raises(KeyFileWrong, match="changed or moved"):
        keys.reopen()
    keys.put(one, "1.spoilt")
    with pytest.raises(KeyFileWrong, match="changed or moved"):
        keys.known()


def test_a_gateway_that_runs_on_while_another_process_seals_anew_still_knows_its_kiosks(keys: Keys) -> None:
    """Enrolling a kiosk is enough for that; without the new key every request would fail until a restart."""
    assert keys.known() == ALL
    rotate_key_file(keys.path)
    keys.reopen()
    assert keys.known() == ALL
    forget_old_keys(keys.path)
    assert keys.known() == ALL


def test_a_new_key_seals_all_at_the_next_start_and_then_the_old_one_may_be_forgotten(keys: Keys) -> None:
    before = keys.sealed()
    rotate_key_file(keys.path)
    assert len(read_key_file(keys.path)) == 2
    assert sealed_under_old_keys(keys.database, Seals(keys.path)) == len(before) + 2, (
        "and the gateway's secret, and its key of records"
    )
    keys.town.restart()
    assert keys.known() == ALL
    assert not set(before) & set(keys.sealed())
    assert sealed_under_old_keys(keys.database, keys.seals) == 0
    forget_old_keys(keys.path)
    keys.town.restart()
    assert (keys.known(), keys.gateways_own()) == (ALL, keys.own)


def test_another_gateways_key_file_opens_nothing_and_is_told_so(keys: Keys, tmp_path: Path) -> None:
    other = tmp_path / "other.keys"
    make_key_file(other)
    before = keys.sealed()
    with pytest.raises(
        KeyFileWrong, match=r"other\.keys: .*was sealed under another key .*give the key file"
    ):
        keys.reopen(other)
    assert keys.sealed() == before


def test_a_missing_key_file_is_never_made_anew_while_keys_need_it(file_town: Town, tmp_path: Path) -> None:
    keys = Keys(file_town)
    keys.path.unlink()
    with pytest.raises(KeyFileWrong, match=r"gateway\.keys: No such file.*gateway-keys"):
        keys.reopen(None)
    assert not keys.path.exists()


def test_without_a_key_file_nothing_can_be_sealed() -> None:
    with pytest.raises(KeyFileWrong, match="name it with --key-file"):
        Seals(None).seal(PAD_KEY, "row")


def test_a_key_file_that_others_may_read_is_refused(path: Path) -> None:
    for mode in (0o640, 0o604):
        path.chmod(mode)
        with pytest.raises(KeyFileWrong, match=r"others may read it.*chmod 600"):
            read_key_file(path)


@pytest.mark.parametrize(
    "spoil", [b"", b"\xff\xfe", b"keys\n00\n", b"keys of a kiosk gateway, the newest first\n"]
)
def test_what_is_no_key_file_is_told_so(path: Path, spoil: bytes) -> None:
    path.write_bytes(spoil)
    with pytest.raises(KeyFileWrong, match="this is no key file"):
        read_key_file(path)


def test_a_key_file_is_never_written_over_and_never_half_made(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(KeyFileWrong, match="--rotate adds a key"):
        make_key_file(path)
    assert path.read_bytes() == before
    with pytest.raises(KeyFileWrong, match="give another place"):
        make_key_file(path / "below" / "keys")


def test_a_key_file_that_cannot_be_written_whole_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a power cut at the first start would leave an empty one, with which no gateway starts."""
    monkeypatch.setattr("kiosk.durable.os.fsync", full)
    with pytest.raises(KeyFileWrong, match="No space left on device; give another place"):
        make_key_file(tmp_path / "new.keys")
    assert list(tmp_path.iterdir()) == []


def full(_: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
