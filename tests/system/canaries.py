"""What may be found nowhere: what is the household's own affair, and keys outside of their own files."""

import sqlite3
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from kiosk.access.keys import card_key, journal_key
from kiosk.gateway.trust.key_file import read_key_file
from kiosk.gateway.trust.own_secret import BOUND_TO, SETTING
from kiosk.gateway.trust.seals import Seals
from tests.journeys.neighbours import ZHANG

BANK_CARD = "6222020200112233446"
PHONE_CODES = ("134567890123450000", "280123456789010000", "134567890123450002", "134567890123459999")
RECHARGE_CODE = "991200000000000005"
DOOR = f"{ZHANG.building}号{ZHANG.room}"

SECRETS: Mapping[str, str] = {
    "identity number": ZHANG.id_number,
    "name": ZHANG.holder,
    "door": DOOR,
    "bank card": BANK_CARD,
    "recharge card's code": RECHARGE_CODE,
    **{f"{each.biller_id} account": each.number for each in ZHANG.accounts},
    **{f"phone code {code[:2]}..{code[-4:]}": code for code in PHONE_CODES},
}


def everything_below(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Key(msgspec.Struct, frozen=True):
    """`own`: the one file that may hold it; None of one that is made anew whenever it is needed."""

    what: str
    material: bytes
    own: Path | None = None

    def spellings(self) -> Iterator[bytes]:
        yield self.material
        yield self.material.hex().encode()
        yield self.material.hex().upper().encode()
        yield b64encode(self.material).rstrip(b"=")
        yield urlsafe_b64encode(self.material).rstrip(b"=")


def found_in(files: Mapping[Path, bytes], keys: Iterable[Key] = ()) -> list[str]:
    """Which secret is where, in any spelling a program might write it in; names count as well."""
    found = [
        f"{what} in {path}"
        for path, content in files.items()
        for what, secret in SECRETS.items()
        if any(spelling in content or spelling in str(path).encode() for spelling in spellings(secret))
    ]
    found += [
        f"{key.what} in {path}"
        for key in keys
        for path, content in files.items()
        if path != key.own and any(spelling in content for spelling in key.spellings())
    ]
    return found


def keys_below(folder: Path) -> Sequence[Key]:
    """The machine's own with what is made of it, those of a gateway's key file, and what they seal."""
    keys = []
    for path in folder.rglob("machine.key"):
        machine = path.read_bytes()
        keys.append(Key("machine's key", machine, path))
        keys += [Key("journal's key", journal_key(machine)), Key("cards' key", card_key(machine))]
    for path in folder.rglob("gateway.keys"):
        keys += [Key("gateway's key", key, path) for key in read_key_file(path)]
        keys += [Key("gateway's secret", secret) for secret in _sealed_secret(path)]
    return keys


def _sealed_secret(key_file: Path) -> Iterator[bytes]:
    database = key_file.with_name("gateway.db")
    if database.exists():
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
            [text] = opened.execute("SELECT value FROM setting WHERE name = ?", [SETTING]).fetchone()
        yield Seals(key_file).open(text, BOUND_TO)


def spellings(secret: str) -> Iterator[bytes]:
    for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"):
        yield secret.encode(encoding)
    yield secret.encode("unicode_escape")
