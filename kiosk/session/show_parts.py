"""The parts all screens share: frame, progress, words for a utility, a period, a moment."""

from datetime import UTC, date, datetime, timedelta

from kiosk.session import problems
from kiosk.session.events import BackTapped, ExitTapped, HelpTapped
from kiosk.session.household import Bill, Leg, LocalTime, PastBill
from kiosk.session.model import Session
from kiosk.session.rules import ANY, HOUSEHOLD, NEUTRAL_ICON, Rules
from kiosk.session.show_comfort import strip
from kiosk.session.view import Button, Frame, Progress, Text, Tone, text

STEPS = 3
FIND, CONFIRM, PAY = Progress(1, STEPS), Progress(2, STEPS), Progress(3, STEPS)

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def local(session: Session, wall_s: float) -> datetime:
    return datetime.fromtimestamp(wall_s, UTC) + timedelta(seconds=session.rules.utc_offset_s)


def clock(session: Session) -> str:
    now = local(session, session.wall_s)
    return f"{now.hour}:{now.minute:02d}"


def moment(session: Session, wall_s: float) -> Text:
    at = local(session, wall_s)
    return text(
        "date.minute", y=str(at.year), m=str(at.month), d=str(at.day), time=f"{at.hour}:{at.minute:02d}"
    )


def this_year(at: LocalTime) -> Text:
    month = text(f"month.{_MONTHS[at.month - 1]}")
    return text("date.this_year", month=month, d=str(at.day), time=f"{at.hour}:{at.minute:02d}")


def day_of(day: date) -> Text:
    """A day of these weeks, with its day of the week."""
    month, weekday = text(f"month.{_MONTHS[day.month - 1]}"), text(f"weekday.{_WEEKDAYS[day.weekday()]}")
    return text("date.day", month=month, d=str(day.day), weekday=weekday)


def date_of(day: date) -> Text:
    """A day of any year."""
    return text("date.whole", y=str(day.year), month=text(f"month.{_MONTHS[day.month - 1]}"), d=str(day.day))


def period(bill: Bill | Leg | PastBill) -> Text:
    """One month, or from a month to a month; the year is said once."""
    if bill.period_from == bill.period_to:
        return month_text(bill.period_to)
    year, month = bill.period_from.split("-")
    last_year, last_month = bill.period_to.split("-")
    key = "date.months" if year == last_year else "date.months_over_years"
    return text(key, y=year, m=str(int(month)), y2=last_year, m2=str(int(last_month)))


def month_text(month: str) -> Text:
    """Of "YYYY-MM"."""
    year, number = month.split("-")
    return text("date.month", y=year, m=str(int(number)))


def listed(names: tuple[Text, ...]) -> Text:
    """At least one name, as people list things."""
    first, *rest = names
    return text("list.and", first=first, rest=listed(tuple(rest))) if rest else first


def listing(*said: Text | None) -> Text:
    """What there is to say, with dots between; at least one of them is something."""
    first, *rest = (each for each in said if each is not None)
    return text("list.beside", first=first, rest=listing(*rest)) if rest else first


def usage(bill: Bill) -> Text | None:
    """None where the biller tells none."""
    return text("bills.usage", usage=bill.usage, unit=bill.usage_unit) if bill.usage_unit else None


def bill_face(rules: Rules, bill: Bill) -> tuple[str, Tone, Text]:
    """Picture, tone and name of a bill; its biller's name where this machine has no word for the kind."""
    if rules.offers(bill.utility):
        utility = rules.utility(bill.utility)
        return utility.icon, utility.tone, text(f"utility.{bill.utility}.bill")
    name = text("bills.of_biller", biller=bill.biller) if bill.biller else text("bills.other")
    return NEUTRAL_ICON, "plain", name


def utility_name(rules: Rules, utility: str) -> Text:
    """Of what it is, where this machine has a word for the kind."""
    return text(f"utility.{utility}.bill") if rules.offers(utility) else text("bills.other")


def wallets(rules: Rules) -> Text:
    """Whose codes on phones this machine takes, each by name once: one may have codes of several shapes."""
    providers = dict.fromkeys(code.provider for code in rules.phone_codes)
    return listed(tuple(text(f"provider.{provider}") for provider in providers))


def wish_name(wish: str) -> Text:
    return text(f"utility.{HOUSEHOLD if wish == ANY else wish}.bill")


def with_left_card(session: Session, said: Text) -> Text:
    """On the first screen, for a while after a card was left behind: beside what is said, whom to ask."""
    if session.now_s >= session.card_left_until_s:
        return said
    return text("left_card.beside", said=said, phone=session.rules.service_phone)


def problem_title(stem: str) -> Text:
    return text(f"problem.{problems.known(stem)}.title")


def problem_prompt(stem: str) -> Text:
    return text(f"problem.{problems.known(stem)}.prompt")


def problem_number(stem: str) -> Text:
    """What a resident tells the service phone: a short number, never a word of ours."""
    return text("fault.number", number=text(f"problem.{problems.known(stem)}.number"))


def back_button(label: str = "frame.back") -> Button:
    return Button("back", text(label), BackTapped())


def frame(
    session: Session,
    *,
    exit_: bool = True,
    back: Button | None = None,
    primary: Button | None = None,
) -> Frame:
    return Frame(
        brand=text("frame.brand"),
        clock=clock(session),
        phone=text("frame.phone", phone=session.rules.service_phone),
        machine=text("frame.machine", number=session.rules.machine_number),
        exit=Button("exit", text("frame.exit"), ExitTapped(), tone="danger") if exit_ else None,
        back=back,
        help=Button("help", text("frame.help"), HelpTapped()),
        primary=primary,
        comfort=strip(session),
    )
