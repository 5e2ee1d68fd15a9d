"""TIM-1 to TIM-8, and what a machine says while it waits: sessions that time passes over."""

from collections.abc import Iterator

from msgspec.structs import replace

from kiosk.audit import facts
from kiosk.audit.measured import Limit, Measured, Rule, rule
from kiosk.audit.walker import Walker
from kiosk.audit.walks_paying import comes_to_the_methods
from kiosk.session import events as e
from kiosk.session import steps
from kiosk.session.rules import Rules
from kiosk.session.show import view
from kiosk.session.view import Comfort, ScreenView, text
from kiosk.texts import load_languages
from kiosk.voice.spoken_line import line_of

LEAST_IDLE_S, MOST_IDLE_S, LEAST_WARNING_S, LEAST_GOODBYE_S = 120.0, 300.0, 20.0, 15.0
EXTENSIONS = 12
"""WCAG asks for ten."""
PATIENCE_S, SHORT_IDLE_S = 900.0, 5.0
CHANGE_OF_SCREEN = Limit(
    "FLW-19", "seconds a change of screen takes; 99 for what is not told while one waits", "at most", 0.3
)
SLOWER = (Comfort(size=150), Comfort(size=200), Comfort(reach=True), Comfort(slower=True))


def _walker(rules: Rules, comfort: Comfort | None = None) -> Walker:
    walker = Walker(rules if comfort is None else replace(rules, comfort=comfort), facts.plain())
    walker.taps("water")
    return walker


def _until_asked_s(walker: Walker) -> float:
    since_s = walker.session.now_s
    while walker.session.overlay is None and walker.session.now_s - since_s < PATIENCE_S:
        walker.waits(1.0)
    return walker.session.now_s - since_s


def idle_times(rules: Rules) -> Iterator[Measured]:
    """How far from 120 to 300 s, and in the slower modes from twice the usual time."""
    usual_s = _until_asked_s(_walker(rules))
    yield Measured(max(0.0, LEAST_IDLE_S - usual_s, usual_s - MOST_IDLE_S), f"asked after {usual_s:.0f} s")
    fitted = replace(rules, reach_fitted=True)
    for comfort in SLOWER:
        asked_s = _until_asked_s(_walker(fitted, comfort))
        yield Measured(max(0.0, 2 * usual_s - asked_s), f"{comfort}: asked after {asked_s:.0f} s")


def warning_length(rules: Rules) -> Iterator[Measured]:
    walker = _walker(rules)
    _until_asked_s(walker)
    since_s = walker.session.now_s
    while walker.session.overlay is not None and walker.session.now_s - since_s < PATIENCE_S:
        walker.waits(1.0)
    yield Measured(walker.session.now_s - since_s, "")


def extensions(rules: Rules) -> Iterator[Measured]:
    """How often "yes" gives more time, by touch, key, code and card."""
    walker = _walker(rules)
    for count in range(EXTENSIONS):
        _until_asked_s(walker)
        if walker.session.overlay is None or walker.session.overlay.kind != "still_there":
            yield Measured(count, "")
            return
        walker.taps("stay")
    yield Measured(EXTENSIONS, "")


def warning_channels(rules: Rules) -> Iterator[Measured]:
    """Screen, tone and speech."""
    walker = _walker(rules)
    _until_asked_s(walker)
    screen = walker.screen
    asked = screen.overlay is not None
    channels = (asked, screen.beep, asked and _is_said(screen, rules))
    yield Measured(sum(channels), "of screen, tone, speech")


def _is_said(screen: ScreenView, rules: Rules) -> bool:
    """Whether the loudspeaker says what is on the screen, and not only that it should be read."""
    resolve = load_languages().resolver(screen.comfort.language)
    line = line_of(screen, resolve, say_sums=True, service_phone=rules.service_phone)
    return line is not None and line.words.strip() not in {"", resolve(text("voice.read_it"))}


def countdown(rules: Rules) -> Iterator[Measured]:
    """Seconds shown in the first half of the warning."""
    walker = _walker(rules)
    _until_asked_s(walker)
    early, half_s = 0, rules.timing.still_there_s / 2
    for _ in range(int(half_s)):
        over = walker.screen.overlay
        early += over is not None and over.countdown_s is not None
        walker.waits(1.0)
    yield Measured(early, "")


def goodbye_length(rules: Rules) -> Iterator[Measured]:
    walker = _walker(rules)
    walker.taps("exit", "leave") if walker.screen.frame.exit else None
    began = [session for session in walker.seen if isinstance(session.step, steps.Goodbye)]
    walker.waits(PATIENCE_S / 10)
    ended = [session for session in walker.seen if isinstance(session.step, steps.Goodbye)]
    if began and ended:
        yield Measured(ended[-1].now_s - began[0].now_s + 1.0, "")


def expiry_at_work(rules: Rules) -> Iterator[Measured]:
    """Moments at which nobody may be asked to go on: paying, printing, a card in the reader.

    In a machine that asks soon, since its work may end before the usual time has passed.
    """
    soon = replace(rules, timing=replace(rules.timing, idle_s=SHORT_IDLE_S))
    paying = Walker(soon, facts.plain())
    comes_to_the_methods(paying)
    paying.taps("phone_code")
    paying.shows(facts.PAY_CODE)
    paying.payment_opens()
    paying.waits(3 * SHORT_IDLE_S)
    yield from _asked_during(steps.Paying, paying)
    paying.settles()
    paying.taps("print")
    paying.waits(3 * SHORT_IDLE_S)
    yield from _asked_during(steps.Printing, paying)
    reading = _walker(soon)
    reading.taps("id_card")
    reading.inserts("id_card")
    reading.waits(3 * SHORT_IDLE_S)
    yield from _asked_during(steps.ReadingCard, reading)


def _asked_during(work: type[steps.Step], walker: Walker) -> Iterator[Measured]:
    """99 where the work did not last until a question was due."""
    at_work = [session for session in walker.seen if isinstance(session.step, work)]
    lasted_s = at_work[-1].now_s - at_work[0].now_s if at_work else 0.0
    asked = sum(session.overlay is not None and session.overlay.kind == "still_there" for session in at_work)
    yield Measured(asked if lasted_s > 2 * SHORT_IDLE_S else 99, work.__name__)


def after_expiry(rules: Rules) -> Iterator[Measured]:
    """What is left of a household on the screen when its time has run out and the card is taken."""
    walker = _walker(rules)
    walker.taps("id_card")
    walker.inserts("id_card")
    walker.id_card_is_read()
    walker.feed(e.CardTaken("id_card"))
    walker.finds(*facts.bills(facts.plain()))
    _until_asked_s(walker)
    while not isinstance(walker.session.step, steps.Goodbye | steps.Idle):
        walker.waits(1.0)
    yield Measured(1 if facts.plain().holder in repr(view(walker.session)) else 0, "the household's name")


def waiting_told(rules: Rules) -> Iterator[Measured]:
    """What is missing while bills are looked up: a text at 1 s, speech at 4 s, the reason and help at 8 s."""
    walker = _walker(rules)
    walker.taps("scan")
    walker.shows_bill()
    walker.waits(1.2)
    at_1 = walker.screen
    walker.waits(3.2)
    at_4 = walker.screen
    walker.waits(4.2)
    at_8 = walker.screen
    missing = [] if at_1.prompt is not None else ["a text after 1 s"]
    said_again = at_4.spoken != at_1.spoken or at_4.said > at_1.said
    missing += [] if said_again else ["words said after 4 s"]
    explained = at_8.prompt != at_1.prompt and at_8.frame.help is not None
    missing += [] if explained else ["an explanation and help after 8 s"]
    yield Measured(99.0 * len(missing), ", ".join(missing))


def card_reminder(rules: Rules) -> Iterator[Measured]:
    """Longest seconds without a reminder while a card waits to be taken, and sessions closed over one."""
    walker = _walker(rules)
    walker.taps("id_card")
    walker.inserts("id_card")
    walker.id_card_is_read()
    quiet_s, longest_s, said = 0.0, 0.0, walker.screen.said
    for _ in range(30):
        walker.waits(1.0)
        quiet_s = 0.0 if walker.screen.said > said and walker.screen.beep else quiet_s + 1.0
        said, longest_s = walker.screen.said, max(longest_s, quiet_s)
    yield Measured(longest_s, walker.screen.screen)
    yield Measured(99.0 if isinstance(walker.session.step, steps.Idle) else 0.0, "closed over a card")


def resets(rules: Rules) -> Iterator[Measured]:
    """What the next resident finds changed."""
    changed = Comfort(size=200, theme="black", reach=True, volume=5, slower=True, language="en")
    walker = Walker(replace(rules, reach_fitted=True), facts.plain())
    walker.taps("water")
    walker.session = replace(walker.session, comfort=changed)
    walker.goes_home()
    left = [name for name in changed.__struct_fields__ if _differs(walker, name)]
    yield Measured(len(left), ", ".join(left))


def _differs(walker: Walker, name: str) -> bool:
    return bool(getattr(walker.session.comfort, name) != getattr(walker.session.rules.comfort, name))


def recovery(rules: Rules) -> Iterator[Measured]:
    """What is missing while nothing can be paid, and after it: said so, help, back without a restart."""
    walker = Walker(rules, facts.plain())
    walker.feed(e.GatewayChanged(up=False))
    missing = [] if walker.screen.screen == "out_of_service" else ["said so"]
    missing += [] if walker.screen.frame.help is not None else ["help"]
    walker.feed(e.GatewayChanged(up=True))
    missing += [] if walker.screen.screen == "home" else ["back by itself"]
    yield Measured(len(missing), ", ".join(missing))


def misses(rules: Rules) -> Iterator[Measured]:
    """After two failures alike somebody is offered."""
    walker = Walker(rules, facts.plain())
    walker.taps("water", "scan")
    for count in range(2):
        walker.shows_bill() if not count else walker.taps("retry")
        if count and walker.session.armed.scanner:
            walker.shows_bill()
        walker.cannot_find("code_unknown")
    names = {choice.name for choice in walker.screen.choices}
    yield Measured(0 if "call_help" in names else 1, walker.screen.screen)


TIME: tuple[Rule[Rules], ...] = (
    rule("TIM-1", "idle times off by, seconds", "at most", 0.0, idle_times, 1.0),
    rule("TIM-2", "length of the warning, seconds", "at least", LEAST_WARNING_S, warning_length),
    rule("TIM-3", "extensions that are given", "at least", EXTENSIONS, extensions),
    rule("TIM-4", "channels of the warning", "at least", 3, warning_channels),
    rule("TIM-5", "seconds shown in the first half", "at most", 0, countdown),
    rule("TIM-6", "the goodbye stays, seconds", "at least", LEAST_GOODBYE_S, goodbye_length),
    rule("TIM-7", "questions while the machine is at work", "at most", 0, expiry_at_work),
    rule("TIM-8", "traces of a household after its time ran out", "at most", 0, after_expiry),
    Rule(CHANGE_OF_SCREEN, waiting_told),
    rule("CRD-2", "seconds without a reminder of a card", "at most", 3.0, card_reminder, 1.0),
    rule("SET-1", "settings the next resident finds changed", "at most", 0, resets),
    rule("RES-1", "what is missing while nothing can be paid", "at most", 0, recovery),
    rule("ERR-3", "failures after which nobody is offered", "at most", 0, misses),
)
