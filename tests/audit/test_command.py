"""The command as it is called: JSON and exit status; every rule is measured or accounted for."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kiosk.audit.by_hand import ELSEWHERE, HANDS
from kiosk.audit.combinations import Wanted
from kiosk.audit.gallery import layout_of
from kiosk.audit.report import lines, report_of
from tests.audit.samples import CONFIG

ROOT = CONFIG.parent
FAMILIES = {
    "VIS": 17, "TCH": 13, "FLW": 19, "ADV": 1, "TIM": 9, "AUD": 8, "PRV": 4, "CRD": 4, "CSH": 3,
    "REC": 2, "WHL": 5, "AST": 4, "ERR": 4, "RES": 2, "LNG": 1, "SET": 2,
}  # fmt: skip
"""How many rules each family has."""

TIMED = frozenset({"FLW-19", "VIS-12"})
"""Seconds are measured by the command on a machine that does nothing else."""


def audit(*arguments: str) -> tuple[int, dict[str, Any], str]:
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "audit", "--json", "--quick", "--jobs", "1", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, json.loads(done.stdout), done.stderr


WAYS = [
    ("portrait", "100", "light", "zh"),
    ("landscape", "100", "light", "zh"),
    ("portrait", "200", "light", "en"),
    ("landscape", "150", "light", "en"),
]
"""Every size, orientation and language once; test_sizes.py lays all of them out, the command looks at all."""


@pytest.mark.parametrize(("orientation", "size", "theme", "language"), WAYS)
def test_every_screen_keeps_the_rules(orientation: str, size: str, theme: str, language: str) -> None:
    one_way = ("--theme", theme, "--language", language, "--role", "resident", "--reach", "off")
    status, result, told = audit("--orientation", orientation, "--size", size, *one_way)
    failed = {rule["id"]: rule for rule in result["rules"] if not rule["passed"]}
    assert {name: rule for name, rule in failed.items() if name not in TIMED} == {}
    assert status == (1 if failed else 0)
    assert result["combinations"] > 60
    assert re.search(rf"{orientation} {size} % {language}: \d+ screens", told)
    for rule in result["rules"]:
        assert set(rule) == {"id", "worst", "threshold", "passed", "where"}
    assert set(result) == {"combinations", "rules"}


def test_every_rule_is_measured_or_accounted_for() -> None:
    """By its number: measured by some part of the audit, by a test of its own, or by a hand."""
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "kiosk" / "audit").glob("rule*.py"))
    source += (ROOT / "kiosk" / "audit" / "older_hands.py").read_text(encoding="utf-8")
    measured = set(re.findall(r'(?:rule|Limit)\(\s*"([A-Z]{3}-\d+)"', source))
    rules = {f"{family}-{number}" for family, last in FAMILIES.items() for number in range(1, last + 1)}
    assert measured | HANDS.keys() | ELSEWHERE.keys() == rules
    assert not measured & (HANDS.keys() | ELSEWHERE.keys())
    assert not HANDS.keys() & ELSEWHERE.keys()


def test_proofs_elsewhere_are_there() -> None:
    for reason in ELSEWHERE.values():
        named = re.findall(r"tests/[a-z_/]+(?:\.py)?", reason)
        assert named
        assert [path for path in named if not (ROOT / path).exists()] == []


def test_reach_is_the_upright_display_s_alone() -> None:
    combinations = list(Wanted().combinations())
    assert len(combinations) == len(set(map(str, combinations))) == (2 + 1) * 3 * 2 * 2 * 3
    assert {each.orientation for each in combinations if each.reach} == {"portrait"}
    assert len({layout_of(each) for each in combinations}) == len(combinations) / 3


def test_people_are_told_what_is_not_measured() -> None:
    from kiosk.audit.measured import Ledger, Limit, Measured  # noqa: PLC0415 - beside its only use

    ledger = Ledger()
    ledger.note(Limit("TCH-1", "targets, mm", "at least", 20.0), Measured(15.0, "'exit'"), "portrait", "home")
    told = "\n".join(lines(ledger, report_of(ledger, 1), 3))
    assert "FAILED TCH-1" in told
    assert "15 portrait · home · 'exit'" in told
    assert "WHL-5" in told
    assert "1 screens looked at, 1 rules, 1 failed" in told


def test_contact_sheets_are_named_after_their_combination(tmp_path: Path) -> None:
    import numpy as np  # noqa: PLC0415

    from kiosk.audit.sheets import ContactSheets  # noqa: PLC0415

    class Looked:
        combination = next(iter(Wanted().combinations()))
        pixels = np.zeros((192, 108, 3), np.uint8)

    sheets = ContactSheets(tmp_path)
    for number in range(7):
        sheets.add(Looked(), f"home #{number}")  # type: ignore[arg-type]  # all of a screen that a sheet wants
    sheets.write()
    assert [path.name for path in tmp_path.iterdir()] == ["resident-portrait-100-light-zh.png"]
