"""A quality sheet for each device model: which rules of its class's contract hold, and over which lines.

Runs the contract suites and says what they found; nothing here is written down by hand.
"""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from drivers.catalogue import OURS

SUITES = Path(__file__).parents[1] / "drivers"
LINES = ("memory", "pty", "tcp")
MODELS = frozenset(model.name for model in OURS)

Sheet = dict[str, dict[str, list[bool]]]
"""By rule and line: whether each of its cases held."""


class Inspector:
    """A pytest plugin that sorts the outcomes of contract tests by model, rule and line."""

    def __init__(self) -> None:
        self.sheets: dict[tuple[str, str], Sheet] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(list))
        )

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "call" and report.passed:
            return
        path, _, test = report.nodeid.partition("::")
        name, _, parameters = test.partition("[")
        words = re.split(r"[-\]]", parameters)
        model = next((word for word in words if word in MODELS), "")
        line = next((word for word in words if word in LINES), "memory")
        if model:
            rule = name.removeprefix("test_").replace("_", " ")
            self.sheets[Path(path).parent.name, model][rule][line].append(report.passed)


def quality() -> bool:
    """Print the sheets; whether every rule holds for every model."""
    inspector = Inspector()
    suites = sorted(str(path) for path in SUITES.rglob("test_contract*.py"))
    status = pytest.main(["-q", "--no-header", "--no-summary", *suites], plugins=[inspector])
    for (device, model), sheet in sorted(inspector.sheets.items()):
        _print(device, model, sheet)
    return status == pytest.ExitCode.OK


def _print(device: str, model: str, sheet: Sheet) -> None:
    lines = [line for line in LINES if any(line in cases for cases in sheet.values())]
    print(f"\n{device} / {model}: {len(sheet)} rules")
    print("".join(f"  {line:8}" for line in lines))
    for rule, cases in sheet.items():
        print("".join(f"  {_word(cases.get(line)):8}" for line in lines) + rule)


def _word(cases: list[bool] | None) -> str:
    if cases is None:
        return "-"
    held = sum(cases)
    return f"holds {held}" if held == len(cases) else f"FAILS {len(cases) - held}"
