"""What is written down of an exchange, and the slip on which two people sign it."""

from datetime import UTC, datetime, timedelta

from kiosk.payment.amount import digits
from kiosk.session.view import Text, text
from kiosk.technician.model import Mode
from kiosk.technician.rules import ModeRules
from kiosk.technician.slip import RULE, SlipDocument, SlipLine, head, pair
from kiosk.technician.supplies import Act, CashAct, CashExchange, CountedLine, PaperAct


def paper_act(mode: Mode) -> PaperAct:
    return PaperAct(mode.technician, mode.wall_s, mode.supplies.paper)


def cash_act(mode: Mode, exchange: CashExchange) -> CashAct:
    return CashAct(
        technician=mode.technician,
        witness=exchange.witness,
        box=exchange.box.number,
        new_box=exchange.new_box,
        since_wall_s=exchange.box.since_wall_s,
        removed_wall_s=exchange.removed_wall_s,
        wall_s=mode.wall_s,
        lines=exchange.lines(mode.rules.note_values_fen),
        recounts=exchange.recounts,
    )


def slip_of(act: Act, rules: ModeRules) -> SlipDocument:
    match act:
        case PaperAct():
            return _paper_slip(act, rules)
        case CashAct():
            return _cash_slip(act, rules)


def _paper_slip(act: PaperAct, rules: ModeRules) -> SlipDocument:
    lines = (
        *head("act", act.number, rules),
        pair("paper_since", moment(rules, act.roll.since_wall_s)),
        pair("paper_until", moment(rules, act.wall_s)),
        pair("slips", str(act.roll.slips)),
        pair("printed_m", metres(act.roll.printed_mm)),
        pair("technician", act.technician),
    )
    return SlipDocument(f"paper-{act.number}", text("technician.slip.paper_title"), lines)


def _cash_slip(act: CashAct, rules: ModeRules) -> SlipDocument:
    """Every value with what the machine says and what was counted; two hands sign beneath."""
    case = (pair("case", str(act.case)),) if act.case else ()
    lines = (
        *head("act", act.number, rules),
        pair("box", act.box or "-"),
        pair("new_box", act.new_box),
        pair("box_since", moment(rules, act.since_wall_s)),
        pair("box_until", moment(rules, act.removed_wall_s)),
        RULE,
        SlipLine("sentence", text("technician.slip.notes_head")),
        *(_counted(line) for line in reversed(act.lines)),
        RULE,
        pair("system_sum", digits(act.system_fen)),
        pair("counted_sum", digits(act.counted_fen)),
        pair("difference", signed(act.difference_fen)),
        *case,
        pair("recounts", str(act.recounts)),
        SlipLine("sign", text("technician.slip.technician_signs", number=act.technician)),
        SlipLine("sign", text("technician.slip.witness_signs", number=act.witness)),
    )
    return SlipDocument(f"cash_box-{act.number}", text("technician.slip.cash_title"), lines)


def _counted(line: CountedLine) -> SlipLine:
    return SlipLine("pair", note_name(line.value_fen), f"{line.system} / {line.counted}")


def note_name(value_fen: int) -> Text:
    """A note by its value; 0 stands for notes whose value the machine could not tell."""
    if not value_fen:
        return text("technician.note_unknown")
    return text("technician.note", value=digits(value_fen).removesuffix(".00"))


def signed(amount_fen: int) -> str:
    if not amount_fen:
        return digits(0)
    return f"{'+' if amount_fen > 0 else '-'}{digits(abs(amount_fen))}"


def metres(length_mm: int) -> str:
    return f"{length_mm / 1000:.1f} m"


def moment(rules: ModeRules, wall_s: float) -> str:
    """Empty where nobody has written the time down."""
    if not wall_s:
        return "-"
    at = datetime.fromtimestamp(wall_s, UTC) + timedelta(seconds=rules.utc_offset_s)
    return at.strftime("%Y-%m-%d %H:%M")
