"""A receipt as the picture that goes to the printer: 80 mm paper, one bit, type an eighty-year-old can read.

Every word comes in from the texts; nothing is looked up and nothing is masked here.
"""

from PIL import Image, ImageDraw

from kiosk.payment.amount import digits, signed
from kiosk.receipt.code import code_with_words
from kiosk.receipt.document import Receipt, ReceiptLine, ReceiptWords
from kiosk.receipt.lettering import SMALLEST_DOTS, Typefaces, fitted, in_groups_of_four
from kiosk.receipt.roll import INNER_DOTS, Roll
from kiosk.receipt.seal import seal

_TITLE_DOTS = 72
_STATE_DOTS = 84
_BILL_DOTS = 60
_TOTAL_DOTS = 92
_SEAL_DOTS = 252
_TOKEN_A_LINE = 12


def draw_receipt(receipt: Receipt, words: ReceiptWords, faces: Typefaces) -> Image.Image:
    """The receipt in mode "1", 576 dots wide, as long as it needs."""
    roll = Roll(faces)
    _head(roll, receipt, words)
    _state(roll, receipt, words, faces)
    for line in receipt.lines:
        _bill(roll, line, words)
    _total(roll, receipt, words)
    _particulars(roll, receipt, words)
    if receipt.verification_url:
        _verification(roll, receipt, words, faces)
    _foot(roll, receipt, words)
    return roll.off()


def _head(roll: Roll, receipt: Receipt, words: ReceiptWords) -> None:
    if receipt.mark:
        roll.banner(receipt.mark, SMALLEST_DOTS + 8)
    if receipt.copy:
        roll.banner(words.reprint_mark, SMALLEST_DOTS + 8)
    roll.gap(16)
    roll.line(words.title, _TITLE_DOTS, bold=True, align="middle")
    roll.line(words.issuer, align="middle")
    roll.gap(12)
    roll.rule(6)


def _state(roll: Roll, receipt: Receipt, words: ReceiptWords, faces: Typefaces) -> None:
    """What happened, in the largest words; beside it the seal where money was received in full."""
    if receipt.kind == "settled":
        left = _state_word(words.state_settled, faces, INNER_DOTS - _SEAL_DOTS - 16)
        roll.gap(12)
        roll.side_by_side(left, seal(words.seal, words.seal_rim, faces, _SEAL_DOTS))
        roll.gap(12)
    else:
        state, advice = {
            "part_settled": (
                _state_in_part(receipt, words),
                _advice_in_part(receipt, words),
            ),
            "pending": (words.state_pending, words.advice_pending),
            "not_charged": (words.state_not_charged, words.advice_not_charged),
        }[receipt.kind]
        roll.gap(12)
        roll.line(state, _STATE_DOTS, bold=True, align="middle")
        roll.sentence(advice)
        roll.gap(16)
    roll.rule(3)


def _state_in_part(receipt: Receipt, words: ReceiptWords) -> str:
    if receipt.not_loaded:
        return words.state_not_loaded
    return words.state_none_paid if receipt.none_paid else words.state_part_settled


def _advice_in_part(receipt: Receipt, words: ReceiptWords) -> str:
    """Where what was not paid has gone. To the counter nobody is sent who has been there."""
    if any(line.number_comes for line in receipt.lines):
        return words.advice_number_comes
    vouchers = [line for line in receipt.lines if line.state == "voucher"]
    if vouchers and all(line.fetched for line in vouchers):
        return words.advice_fetched
    if receipt.not_loaded and vouchers:
        return words.advice_voucher
    if receipt.inserted:
        return words.advice_by_notes
    return words.advice_by_recharge_card if receipt.face else words.advice_part_settled


def _state_word(text: str, faces: Typefaces, width_dots: int) -> Image.Image:
    tile = Image.new("L", (width_dots, round(_STATE_DOTS * 1.3)), 255)
    font = fitted(text, faces, _STATE_DOTS, width_dots, bold=True)
    ImageDraw.Draw(tile).text((0, tile.height / 2), text, fill=0, font=font, anchor="lm")
    return tile


def _bill(roll: Roll, line: ReceiptLine, words: ReceiptWords) -> None:
    roll.gap(10)
    roll.pair(line.utility, digits(line.amount_fen), _BILL_DOTS, bold=True)
    if line.account_masked:
        roll.pair(f"{words.account} {line.account_masked}", line.period)
    for item in line.items:
        roll.pair(item.name, signed(item.amount_fen))
    marks = {
        "working": words.line_working,
        "returned": words.line_returned,
        "not_charged": words.line_unpaid,
    }
    if line.number_comes:
        roll.pair(words.line_voucher, words.line_no_number_yet, bold=True)
    elif line.state in marks:
        roll.line(marks[line.state], bold=True, align="right")
    if line.state == "voucher" and line.fetched:
        roll.line(words.line_fetched, bold=True, align="right")
    elif line.state == "voucher":
        roll.pair(words.line_voucher, line.voucher_no or words.line_first, bold=True)
        if not line.voucher_no:
            _told_again(roll, line, words)
    elif line.load and line.load != "back":
        _load(roll, line, words)
    roll.gap(10)
    roll.rule(2)


def _load(roll: Roll, line: ReceiptLine, words: ReceiptWords) -> None:
    """Digits that are typed at home are the largest on the paper, and stand alone in groups of four. A copy
    that a helper has printed is without them."""
    if line.load != "token":
        told = {
            "loaded": words.line_loaded,
            "on_card": words.line_on_card,
            "card_waits": words.line_card_waits,
        }
        roll.line(told.get(line.load, words.line_loading), bold=True, align="right")
        return
    roll.line(words.line_token, bold=True)
    if not line.token:
        roll.line(words.line_first, bold=True, align="right")
        _told_again(roll, line, words)
        return
    for digits_of_line in (line.token[:_TOKEN_A_LINE], line.token[_TOKEN_A_LINE:]):
        roll.line(in_groups_of_four(digits_of_line), _BILL_DOTS, bold=True, align="middle")


def _told_again(roll: Roll, line: ReceiptLine, words: ReceiptWords) -> None:
    """The first paper may have been printed before there was anything to tell, or never."""
    roll.sentence(words.line_look_again.format(tile=line.told_at) if line.told_at else words.line_ask)


def _total(roll: Roll, receipt: Receipt, words: ReceiptWords) -> None:
    """The sum in digits, and in the capitals that cannot be altered where money was received."""
    roll.gap(14)
    label = words.total if receipt.money_received else words.total_unpaid
    roll.pair(label, digits(receipt.total_fen), _BILL_DOTS, right_size_dots=_TOTAL_DOTS, bold=True)
    if receipt.money_received:
        roll.line(words.total_capitals)
        roll.line(receipt.total_capitals, SMALLEST_DOTS + 4, bold=True, align="right")
    roll.gap(10)
    roll.rule(6)


def _particulars(roll: Roll, receipt: Receipt, words: ReceiptWords) -> None:
    roll.gap(12)
    for label, value in (
        (words.paid_at, receipt.paid_at),
        (words.method, receipt.method),
        (words.inserted, receipt.inserted),
        (words.face, receipt.face),
        (words.recharge_code if receipt.face else words.payer_card, receipt.payer_card_masked),
    ):
        if value:
            roll.pair(label, value)
    for label, number in ((words.serial_no, receipt.serial_no), (words.reference, receipt.reference)):
        if number:
            roll.pair(label, in_groups_of_four(number), bold=True)
    roll.gap(12)


def _verification(roll: Roll, receipt: Receipt, words: ReceiptWords, faces: Typefaces) -> None:
    """The code to scan, and beside it what it is for and the same in letters, for a telephone call."""
    lines = [(words.verify, False)]
    if receipt.verification_code:
        lines += [(words.verification_code, False), (receipt.verification_code, True)]
    code_with_words(roll, receipt.verification_url, lines, faces)


def _foot(roll: Roll, receipt: Receipt, words: ReceiptWords) -> None:
    roll.gap(12)
    roll.rule(3)
    roll.gap(12)
    roll.pair(words.machine_no, receipt.machine_no)
    roll.pair(words.service_phone, receipt.service_phone, SMALLEST_DOTS + 8, bold=True)
    if receipt.money_received:
        roll.gap(8)
        roll.sentence(words.not_an_invoice)
        roll.sentence(words.keep_this)
    roll.gap(16)
