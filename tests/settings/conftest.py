"""A copy of the shipped configuration that a test may spoil."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.wire.signing.key_file import KioskKeys, encode
from kiosk.wire.signing.keys import SigningKey

CONFIG = Path(__file__).resolve().parents[2] / "config"

Edit = Callable[[str, str, str], None]


@pytest.fixture
def config_dir(tmp_path: Path) -> Path:
    for path in CONFIG.glob("*.toml"):
        shutil.copy(path, tmp_path)
    return tmp_path


@pytest.fixture
def edit(config_dir: Path) -> Edit:
    """edit(file, old, new): replaces the first occurrence, which must be there."""

    def replace(file: str, old: str, new: str) -> None:
        path = config_dir / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} holds no {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


@pytest.fixture
def gateway_elsewhere(tmp_path: Path) -> str:
    """What stands behind `url = ` on a real machine: an address, and the key to sign with."""
    key = SigningKey("LFL-380-01.1", "hmac-sha256", bytes(32))
    path = tmp_path / "signing.key"
    path.touch(mode=0o600)
    path.write_bytes(encode("LFL-380-01", KioskKeys(key, key.verifying_key())))
    return f'"https://gateway.example/v1"\nkey_file = "{path}"'
