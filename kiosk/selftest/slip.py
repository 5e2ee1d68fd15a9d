"""What the self-test prints: a report for the technician's folder, and short slips that test the printer.

Not a receipt: no seal, no sum, smaller letters for younger eyes.
"""

from PIL import Image

from kiosk.receipt.code import qr
from kiosk.receipt.lettering import Typefaces
from kiosk.receipt.roll import Roll
from kiosk.selftest.report import OUTCOMES, Finding, Report
from kiosk.texts import Texts

_TITLE_DOTS = 52
_PART_DOTS = 36
_LINE_DOTS = 30
_SMALL_DOTS = 24
_CODE_DOTS = 288
_FIGURES_A_LINE = 2


def draw_report(report: Report, words: Texts, faces: Typefaces) -> Image.Image:
    """The report in mode "1", 576 dots wide, as long as it needs."""
    roll = Roll(faces)
    _head(roll, report, words)
    for part in dict.fromkeys(finding.part for finding in report.results):
        roll.gap(10)
        roll.line(words[f"selftest.part.{part}"], _PART_DOTS, bold=True)
        for finding in report.results:
            if finding.part == part:
                _finding(roll, finding, words)
    _states(roll, report, words)
    _foot(roll, report, words)
    return roll.off()


def draw_short_slip(code: str, words: Texts, faces: Typefaces) -> Image.Image:
    """A slip with a code to read back; where the code is empty, only as much as there is to cut."""
    roll = Roll(faces)
    roll.gap(12)
    if code:
        roll.line(words["selftest.slip.code_title"], _PART_DOTS, bold=True, align="middle")
        roll.side_by_side(qr(code, _CODE_DOTS, quiet_modules=4), Image.new("L", (1, 1), 255))
        roll.line(words["selftest.slip.code_note"], _LINE_DOTS, align="middle")
    else:
        roll.line(words["selftest.slip.short_title"], _PART_DOTS, bold=True, align="middle")
    roll.gap(12)
    return roll.off()


def _head(roll: Roll, report: Report, words: Texts) -> None:
    roll.gap(12)
    roll.line(words["selftest.slip.title"], _TITLE_DOTS, bold=True, align="middle")
    roll.gap(8)
    roll.rule(3)
    roll.gap(8)
    roll.pair(words["selftest.slip.machine"], report.machine, _LINE_DOTS, bold=True)
    roll.pair(words["selftest.slip.made"], report.made_at.replace("T", " ")[:19], _LINE_DOTS)
    for outcome in OUTCOMES:
        count = report.summary[outcome]
        if count:
            bold = outcome == "failed"
            roll.pair(words[f"selftest.outcome.{outcome}"], str(count), _LINE_DOTS, bold=bold)
    roll.gap(8)
    roll.rule(3)


def _finding(roll: Roll, finding: Finding, words: Texts) -> None:
    outcome = words[f"selftest.outcome.{finding.outcome}"]
    if finding.out_of_date:
        outcome = f"{outcome} {words['selftest.slip.out_of_date']}"
    failed = finding.outcome == "failed"
    roll.pair(words[f"selftest.test.{finding.test}"], outcome, _LINE_DOTS, bold=failed)
    figures = [
        f"{words[f'selftest.measured.{key}']} {words[f'selftest.paper.{value}'] if key == 'paper' else value}"
        for key, value in finding.measured.items()
    ]
    for place in range(0, len(figures), _FIGURES_A_LINE):
        roll.line(" · ".join(figures[place : place + _FIGURES_A_LINE]), _SMALL_DOTS)
    if finding.reason:
        roll.sentence(words[f"selftest.reason.{finding.reason}"], _LINE_DOTS, bold=failed)
    if failed and finding.detail:
        roll.sentence(finding.detail, _SMALL_DOTS)


def _states(roll: Roll, report: Report, words: Texts) -> None:
    """Only what is not well now: the rest stands above."""
    unwell = [part for part in report.parts if part.level in {"warning", "error"}]
    if not unwell:
        return
    roll.gap(10)
    roll.rule(2)
    roll.line(words["selftest.slip.states"], _PART_DOTS, bold=True)
    for part in unwell:
        stems = [f"selftest.status.{status}" for status in part.statuses] or [f"selftest.level.{part.level}"]
        roll.pair(words[f"selftest.part.{part.part}"], words[stems[0]], _LINE_DOTS)


def _foot(roll: Roll, report: Report, words: Texts) -> None:
    roll.gap(10)
    roll.rule(3)
    roll.gap(8)
    roll.pair(words["selftest.slip.software"], report.software, _SMALL_DOTS)
    roll.pair(words["selftest.slip.settings"], report.settings, _SMALL_DOTS)
    for name, count in report.counters.items():
        roll.pair(words[f"selftest.counter.{name}"], str(count), _SMALL_DOTS)
    if report.simulated:
        named = " ".join(words[f"selftest.part.{device}"] for device in report.simulated)
        roll.sentence(f"{words['selftest.slip.simulated']}: {named}", _SMALL_DOTS, bold=True)
    roll.gap(16)
