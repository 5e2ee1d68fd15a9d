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
ALONE = {"terminal": "ecr", "pcsc": "pcsc"}
"""Classes of one model, whose suites have no need to name it."""

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
        words = re.split(r"[-\] ]", parameters)
        device = Path(path).parent.name
        model = next((word for word in words if word in MODELS), ALONE.get(device, ""))
        line = next((word for word in words if word in LINES), "memory")
        if model:
            rule = name.removeprefix("test_").replace("_", " ")
            self.sheets[device, model][rule][line].append(report.passed)


def quality() -> list[str]:
    """The sheets, as lines."""
    inspector = Inspector()
    suites = sorted(str(path) for path in SUITES.rglob("test_contract*.py"))
    pytest.main(["-q", "--no-header", "--no-summary", *suites], plugins=[inspector])
    return [line for names, sheet in sorted(inspector.sheets.items()) for line in _sheet(*names, sheet)]


def _sheet(device: str, model: str, sheet: Sheet) -> list[str]:
    lines = [line for line in LINES if any(line in cases for cases in sheet.values())]
    head = ["", f"{device} / {model}: {len(sheet)} rules", "".join(f"  {line:9}" for line in lines)]
    return head + [
        "".join(f"  {_word(cases.get(line)):9}" for line in lines) + rule for rule, cases in sheet.items()
    ]


def _word(cases: list[bool] | None) -> str:
    """How many cases of a rule hold over one line; "-" where the rule does not depend on the line."""
    if cases is None:
        return "-"
    failed = cases.count(False)
    return f"FAILS {failed}" if failed else f"holds {len(cases)}"
