"""Paper with the numbers of somebody's accounts in full, each with a code that finds it: to keep at home."""

from msgspec import Struct
from PIL import Image

from kiosk.receipt.code import code_with_words
from kiosk.receipt.lettering import SMALLEST_DOTS, Typefaces
from kiosk.receipt.roll import Roll

_TITLE_DOTS, _KIND_DOTS, _NUMBER_DOTS, _LINE_DOTS = 52, 44, 60, 30


class AccountOnPaper(Struct, frozen=True):
    """One account. `number` in groups, as it is read aloud."""

    kind: str
    number: str
    where: str
    code: str

    def __repr__(self) -> str:
        return f"AccountOnPaper({self.kind!r})"


class AccountPaper(Struct, frozen=True):
    """Words that are ready to print. `beside_code` says what a code is for, `mark` stands above it all."""

    title: str
    accounts: tuple[AccountOnPaper, ...]
    beside_code: str
    lines: tuple[tuple[str, str], ...]
    sentences: tuple[str, ...]
    mark: str = ""


def draw_account_paper(paper: AccountPaper, faces: Typefaces) -> Image.Image:
    """In mode "1", as wide as the paper, as long as it needs."""
    roll = Roll(faces)
    roll.gap(12)
    if paper.mark:
        roll.banner(paper.mark, _LINE_DOTS)
        roll.gap(12)
    roll.line(paper.title, _TITLE_DOTS, bold=True, align="middle")
    for account in paper.accounts:
        _account(roll, account, paper.beside_code, faces)
    roll.gap(8)
    roll.rule(3)
    roll.gap(8)
    for label, value in paper.lines:
        roll.pair(label, value, _LINE_DOTS)
    roll.gap(12)
    for sentence in paper.sentences:
        roll.sentence(sentence, _LINE_DOTS)
    roll.gap(24)
    return roll.off()


def _account(roll: Roll, account: AccountOnPaper, beside_code: str, faces: Typefaces) -> None:
    roll.gap(8)
    roll.rule(3)
    roll.gap(8)
    roll.line(account.kind, _KIND_DOTS, bold=True)
    roll.line(account.number, _NUMBER_DOTS, bold=True)
    roll.sentence(account.where, SMALLEST_DOTS)
    roll.gap(8)
    code_with_words(roll, account.code, [(beside_code, False)], faces)
