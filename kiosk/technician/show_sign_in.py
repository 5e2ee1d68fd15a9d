"""The keypad: who somebody is, by number, PIN and second factor; or the operator's code, where locked."""

from kiosk.session.view import Button, Fact, Text, text
from kiosk.technician.events import BackTapped
from kiosk.technician.lockout import FREE_TRIES, MOST_TRIES
from kiosk.technician.model import Mode, SignIn
from kiosk.technician.show_parts import Shown, keys
from kiosk.technician.view import PinEntry


def sign_in(mode: Mode, page: SignIn) -> Shown:
    closed = mode.keypad_closed_s() > 0 or page.checking
    desk = PinEntry(
        prompt=_prompt(mode, page),
        entered=len(page.typed),
        keys=keys(enabled=not closed, reason=_problem(mode, page) or text("technician.sign_in.checking")),
        problem=_problem(mode, page),
        factors=_factors(mode),
    )
    may_go = mode.state == "enter_pending"
    why = None if may_go else text("technician.sign_in.not_safe")
    go = Button("leave", text("technician.button.give_up"), BackTapped(), enabled=may_go, reason=why)
    return desk, (go,)


def _prompt(mode: Mode, page: SignIn) -> Text:
    if mode.lockout.locked:
        return text(
            "technician.sign_in.locked",
            machine=mode.rules.machine_number,
            challenge=_grouped(mode.lockout.challenge),
        )
    if page.technician:
        return text("technician.sign_in.pin", number=page.technician)
    return text("technician.sign_in.number")


def _grouped(challenge: str) -> str:
    """In fours, as it is said on the telephone."""
    return " ".join(challenge[at : at + 4] for at in range(0, len(challenge), 4))


def _problem(mode: Mode, page: SignIn) -> Text | None:
    left_s = mode.keypad_closed_s()
    if left_s > 0:
        return text("technician.sign_in.wait", seconds=str(-int(-left_s // 1)))
    match page.problem:
        case "":
            return None
        case "wrong" if mode.lockout.wrong < FREE_TRIES:
            return text("technician.sign_in.wrong_at_first", left=str(FREE_TRIES - mode.lockout.wrong))
        case "wrong" if not mode.lockout.locked:
            return text("technician.sign_in.wrong", left=str(MOST_TRIES - mode.lockout.wrong))
        case "wrong":
            return text("technician.sign_in.now_locked")
        case stem:
            return text(f"technician.sign_in.{stem}")


def _factors(mode: Mode) -> tuple[Fact, ...]:
    door = "open" if mode.door_open else "closed"
    card = "shown" if mode.now_s < mode.card_until_s else "missing"
    return (
        Fact(text("technician.factor.door"), text(f"technician.door.{door}")),
        Fact(text("technician.factor.card"), text(f"technician.card.{card}")),
    )
