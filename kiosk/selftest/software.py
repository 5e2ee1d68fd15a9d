"""Which software runs with which settings, so that two machines can be told apart by their reports."""

import hashlib
import tomllib
from importlib.metadata import PackageNotFoundError, version
from typing import Final

import msgspec

from kiosk import places
from kiosk.settings.load import Settings

_PACKAGE: Final = "digital-hut-kiosk"
_FINGERPRINT_DIGITS: Final = 16


def software_version() -> str:
    """Of the installed package, or of the working copy it runs from."""
    try:
        return version(_PACKAGE)
    except PackageNotFoundError:
        project = tomllib.loads((places.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        return str(project["project"]["version"])


def fingerprint(settings: Settings) -> str:
    """Sixteen hexadecimal digits over every value in force; comments and order do not count."""
    values = msgspec.json.encode(settings, order="deterministic")
    return hashlib.sha256(values).hexdigest()[:_FINGERPRINT_DIGITS]
