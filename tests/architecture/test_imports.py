"""The arrows between the rooms: the contracts of pyproject.toml hold, and they can be broken."""

import shutil
import subprocess
import sys
from pathlib import Path

from .source import CODE, ROOT

LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"

FORBIDDEN = {
    "kiosk/payment/amount.py": ("import time", "Session, payment and technician are pure"),
    "kiosk/wire/bills.py": ("import kiosk.session.view", "Rooms of the kiosk import downwards only"),
    "kiosk/backend/__init__.py": ("import kivy", "Kivy only in the screens"),
    "kiosk/gateway/__init__.py": ("import kiosk.settings", "The gateway knows no kiosk"),
    "kiosk/runtime/clock.py": ("import sqlalchemy", "The rooms of the kiosk know no gateway"),
    "kiosk/runtime/devices.py": ("import drivers.clock", "Devices are met by their shape"),
    "drivers/clock.py": ("import kiosk", "Drivers know no kiosk"),
    "screens/__init__.py": ("import kiosk.session.model", "Screens see the two views"),
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT_IMPORTS],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_contracts_hold() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


def test_each_contract_refuses_what_it_forbids(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for folder in CODE:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file, (line, _contract) in FORBIDDEN.items():
        path = tmp_path / file
        path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    (tmp_path / "kiosk" / "attic.py").write_text('"""A room that no contract knows."""\n')
    told = " ".join(lint_imports(tmp_path).stdout.split())
    kept = [
        contract
        for _line, contract in FORBIDDEN.values()
        if contract not in told.partition("Broken contracts")[2]
    ]
    assert kept == []
    assert "attic" in told
