"""What one display shows, as a value: every text key, sum, button and enabled flag, already masked.

`show.view(session, role)` makes it; screens draw it and send back the `event` of the button that
was pressed, without knowing what the event means. Nothing here may hold unmasked personal data.
"""

from typing import Literal, TypeAlias

from msgspec import Struct, field

from kiosk.session.view_bars import Bars

Role: TypeAlias = Literal["resident", "helper"]

ScreenName: TypeAlias = Literal[
    "home",  # what to pay; also the idle screen
    "choices",  # one question, two to four full-width answers
    "present",  # show or insert something at a slot: a picture, perhaps other ways
    "take_card",  # a card is on its way out; carries the red hold button
    "keypad",  # type an account number
    "bills",  # what is owed; each line opens its bill, and its box takes it off
    "bill",  # one bill, and what its sum is made up of; or one entry of what is published
    "bars",  # numbers of a year as bars beside those of the year before
    "methods",  # how to pay the sum
    "cash",  # put in banknotes: what is asked, what is inside, what is missing
    "recharge_card",  # what a recharge card is worth, and what becomes of all of it
    "pay_code",  # hold the phone's code to the window
    "waiting",  # the machine is busy; says with what
    "done",  # the outcome of a payment: settled, being checked, not charged
    "receipt",  # the receipt is printing, to be taken, or shown as a code
    "notice",  # what went wrong, whether money moved, what to do
    "goodbye",
    "out_of_service",
]

NO_FACE = "no_face"  # the picture in the place of a photograph that is not there
Size: TypeAlias = Literal[100, 150, 200]
Theme: TypeAlias = Literal["light", "black", "white"]
Language: TypeAlias = Literal["zh", "en"]
Tone: TypeAlias = Literal["plain", "primary", "danger", "electricity", "water", "gas", "heat"]


class Comfort(Struct, frozen=True):
    """How somebody sees and hears best. `size` is in percent, `volume` 0 (silent) to 5.

    `reach`: everything to press stands low enough for whoever sits, on a display that is tall.
    """

    size: Size = 100
    theme: Theme = "light"
    reach: bool = False
    volume: int = 3
    slower: bool = False
    language: Language = "zh"


class Capitals(Struct, frozen=True, tag=True):
    """A sum to be written in the capitals of the language, as on a receipt."""

    amount_fen: int


class Spoken(Struct, frozen=True, tag=True):
    """A sum to be written the way people say it."""

    amount_fen: int


class Text(Struct, frozen=True, tag=True):
    """A key of `assets/texts` and the values for its `{places}`; a value may be a text itself."""

    key: str
    args: "dict[str, Filling]" = field(default_factory=dict)


Filling: TypeAlias = str | Text | Capitals | Spoken


def text(key: str, /, **args: Filling) -> Text:
    return Text(key, args)


class Button(Struct, frozen=True):
    """Something to press. `name` is stable and unique on a screen; `event` is sent as it is.

    A disabled button stays readable, shows `reason` in place of `note`, and sends nothing.
    """

    name: str
    label: Text
    event: object
    note: Text | None = None
    icon: str | None = None
    tone: Tone = "plain"
    enabled: bool = True
    reason: Text | None = None


class HoldButton(Struct, frozen=True):
    """The on-screen twin of the red button; the driver does the timing, the ring only shows it.

    `held_s` is the driver's own measure (None while nobody presses), `full_s` is always 3.0.
    """

    name: str
    label: Text
    note: Text
    down_event: object
    up_event: object
    tap_hint: Text
    held_s: float | None = None
    full_s: float = 3.0


class BillRow(Struct, frozen=True):
    """One bill on the confirm screen: pressing it sends `opens`; its box sends `toggle`, off or on again.

    `toggle` is None where the row cannot be changed (a single bill, or one that cannot be paid now), `opens`
    for whoever only looks on. `hint` says that there is more to read.
    """

    name: str
    icon: str
    tone: Tone
    label: Text
    note: Text
    amount: str
    chosen: bool
    toggle: object | None
    reason: Text | None = None
    opens: object | None = None
    hint: Text | None = None


class Page(Struct, frozen=True):
    """Buttons to leaf through a list of more than one page; `number` counts from 1."""

    number: int
    of: int
    previous: Button
    next: Button


class Total(Struct, frozen=True):
    """A sum: digits such as ¥238.75, and the capitals a receipt carries where they are shown."""

    label: Text
    digits: str
    capitals: Text | None = None


class Keypad(Struct, frozen=True):
    """`entered` is grouped for reading ("3102 6641 0"); `missing` digits are still to come.

    `keys` are twelve: digits, then commands; the digits from 1 to 9 and 0, as on a telephone.
    """

    entered: str
    missing: int
    keys: tuple[Button, ...]
    problem: Text | None = None

    def __repr__(self) -> str:
        """Without what was typed: a number is its owner's, and a recharge card's code is money."""
        return f"Keypad({len(self.entered)} typed, {self.missing} missing, {self.problem!r})"


class Fact(Struct, frozen=True):
    """A labelled value, such as the serial number or the time."""

    label: Text
    value: "str | Text"


class Progress(Struct, frozen=True):
    """`done` of `of` steps, counted from 1."""

    done: int
    of: int


class Waiting(Struct, frozen=True):
    """`fraction` 0..1 where the length is known, else None."""

    fraction: float | None = None


class Overlay(Struct, frozen=True):
    """A question or message over the screen; everything beneath is out of reach meanwhile.

    `countdown_s` is shown only when it is not None. `spoken` is said instead of the screen's. A question cut
    in two has its prompt on the first leaf.
    """

    kind: Literal["help", "still_there", "leave", "card_out", "sound"]
    title: Text
    prompt: Text | None
    buttons: tuple[Button, ...]
    facts: tuple[Fact, ...] = ()
    countdown_s: int | None = None
    spoken: Text | None = None


class ComfortStrip(Struct, frozen=True):
    """What changes how the machine looks and sounds. None: not offered on this machine."""

    size: Button
    theme: Button
    sound: Button
    repeat: Button
    reach: Button | None = None
    language: Button | None = None


class HelperPanel(Struct, frozen=True):
    """What the staff's display shows beside the resident's screen.

    Without a `name` nobody has signed in, and there is nothing to press but the way in. `since_s` is how long
    the resident has been at this step, `say` what one could tell them now, `told` what came of the last wish;
    it is of tone "danger" where that went wrong.
    """

    name: Text | None = None
    where: Text | None = None
    since_s: int = 0
    since: Text | None = None
    can_say: Text | None = None
    say: Text | None = None
    told: Text | None = None
    told_tone: Tone = "plain"
    buttons: tuple[Button, ...] = ()
    keypad: Keypad | None = None
    facts: tuple[Fact, ...] = ()


class Frame(Struct, frozen=True):
    """What is in the same place on every screen. `primary` is bottom right, `exit` top left.

    `helper` stands beside the way out and is live under every question: it stops a helper who presses for
    the resident; on a machine of one display it is the helper's way to their panel. `knock` is sent when the
    machine's number was held for five seconds: how a helper comes in where there is one display.
    `unmask` stands in the place of `help`: held, it lets the helper see what was typed.
    """

    brand: Text
    clock: str
    phone: Text
    machine: Text
    exit: Button | None = None
    back: Button | None = None
    help: Button | None = None
    primary: Button | None = None
    comfort: ComfortStrip | None = None
    helper: Button | None = None
    knock: object | None = None
    unmask: HoldButton | None = None


class ScreenView(Struct, frozen=True):
    """One screen. A part that is None or empty is not on the screen.

    `picture` is the name of a drawn one, or the file of a photograph. `mark` is the big sign of an outcome,
    `code` the small one for engineers, `qr` what a code on the screen says (a receipt to photograph),
    `spoken` the sentence the voice would say. `sums` are counted while somebody looks on; `rules` are to be
    read before money goes in.

    What does not fit at a large size is cut into leaves: `leaf` turns them, where there are several.
    What is to be said is said when its words change, and again whenever `said` has grown, each time with
    a tone before it where `beep` is set. `panel` is on the helper's display alone.
    """

    screen: ScreenName
    title: Text
    frame: Frame
    spoken: Text
    prompt: Text | None = None
    progress: Progress | None = None
    choices: tuple[Button, ...] = ()
    bills: tuple[BillRow, ...] = ()
    page: Page | None = None
    total: Total | None = None
    sums: tuple[Total, ...] = ()
    rules: tuple[Text, ...] = ()
    keypad: Keypad | None = None
    picture: str | None = None
    facts: tuple[Fact, ...] = ()
    bars: tuple[Bars, ...] = ()
    qr: str | None = None
    hold: HoldButton | None = None
    waiting: Waiting | None = None
    mark: Literal["done", "checking", "not_charged", "warning"] | None = None
    footnote: Text | None = None
    code: Text | None = None
    overlay: Overlay | None = None
    banner: Text | None = None
    comfort: Comfort = Comfort()
    leaf: Page | None = None
    said: int = 0
    beep: bool = False
    panel: HelperPanel | None = None
