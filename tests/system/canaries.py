"""What may be found nowhere: everything about the household of the walk-through that is its own affair."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path

from kiosk.access.keys import journal_key
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


def found_in(files: Mapping[Path, bytes], keys: Mapping[Path, bytes] = {}) -> list[str]:
    """Which secret is where, in any spelling a program might write it in; names count as well. Of `keys`,
    by the file that each belongs in, that one may hold it."""
    found = [
        f"{what} in {path}"
        for path, content in files.items()
        for what, secret in SECRETS.items()
        if any(spelling in content or spelling in str(path).encode() for spelling in spellings(secret))
    ]
    found += [
        f"{own.name} in {path}"
        for own, key in keys.items()
        for path, content in files.items()
        if path != own and any(spelling in content for spelling in (key, key.hex().encode(), b64encode(key)))
    ]
    return found


def keys_below(folder: Path) -> dict[Path, bytes]:
    """The machine's own, and what is made of it for the journal."""
    keys = {path: path.read_bytes() for path in folder.rglob("machine.key")}
    return keys | {path.with_name("of the journal"): journal_key(key) for path, key in keys.items()}


def spellings(secret: str) -> Iterator[bytes]:
    for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"):
        yield secret.encode(encoding)
    yield secret.encode("unicode_escape")
