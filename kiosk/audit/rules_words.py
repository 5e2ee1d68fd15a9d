"""What stands on the screens and what is said: short, everyday, masked, and no secrets aloud."""

import re
from collections.abc import Callable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from kiosk.audit.measured import Measured, Rule, rule
from kiosk.audit.seen import beside, buttons_on, meant, without_data
from kiosk.session.view import BillRow, Fact, Language, ScreenView, Text, Total, text
from kiosk.session.view_bars import Bar
from kiosk.session.view_parts import parts
from kiosk.texts import never_said
from kiosk.voice.spoken_line import line_of

PROMPT_SIGNS: dict[Language, int] = {"zh": 40, "en": 80}
BUTTON_SIGNS: dict[Language, int] = {"zh": 12, "en": 24}
PHRASE_SIGNS = 15
"""VIS-8 and FLW-18 count Chinese characters; English says the same in about twice as many letters."""

PERSONAL_DIGITS = 11
"""As many in a row are an account, a card, an identity or a telephone of somebody's."""


class Read(Struct, frozen=True):
    """One screen as words; `resolve` fills them in, `service_phone` may always be shown and said."""

    view: ScreenView
    language: Language
    resolve: Callable[[Text], str]
    service_phone: str


def length(said: str, language: Language) -> int:
    """Signs to be read: in Chinese without spaces and the dots between words."""
    return len(re.sub(r"[\s·]", "", said)) if language == "zh" else len(said.strip())


def lengths(read: Read) -> Iterator[Measured]:
    """As a share of what a prompt and a button may have, without what a household is called and owes."""
    over = read.view.overlay
    prompt = over.prompt if over else read.view.prompt
    if prompt is not None:
        signs = length(read.resolve(without_data(prompt)), read.language)
        yield Measured(signs / PROMPT_SIGNS[read.language], f"{read.resolve(prompt)!r}")
    for button in buttons_on(read.view):
        signs = length(read.resolve(without_data(button.label)), read.language)
        yield Measured(signs / BUTTON_SIGNS[read.language], f"{read.resolve(button.label)!r}")


def plainness(read: Read) -> Iterator[Measured]:
    """Words of offices and computing, and in Chinese phrases that want too long a breath."""
    banned = never_said(read.language)
    found = []
    for each in _texts(read.view):
        said = read.resolve(without_data(each))
        found += [f"{word.group()!r} in {said!r}" for word in banned.finditer(said)]
        if read.language == "zh":
            phrases = re.split(r"[。?!,:、；，？！：\n]", said)
            long = [phrase for phrase in phrases if length(phrase, "zh") > PHRASE_SIGNS]
            found += [f"{phrase!r} is long for one phrase" for phrase in long]
    yield Measured(len(found), found[0] if found else "")


def latin(read: Read) -> Iterator[Measured]:
    """No code and no English in what is told in Chinese."""
    if read.language == "zh":
        said = [read.resolve(without_data(each)) for each in _texts(read.view)]
        found = [each for each in said if re.search(r"[A-Za-z_]{2,}", each.replace("IC", ""))]
        yield Measured(len(found), found[0] if found else "")


def spoken(read: Read) -> Iterator[Measured]:
    """Screens and questions of which the voice says nothing, or only that they should be read."""
    line = _aloud(read)
    only_read = read.resolve(text("voice.read_it"))
    over = read.view.overlay
    yield Measured(0 if line.strip() and line != only_read else 1, over.kind if over else "")


def secrets_aloud(read: Read) -> Iterator[Measured]:
    """Masked names, numbers, and long digits in what the loudspeaker says, with the sums it may say."""
    aloud = _aloud(read).replace(read.service_phone, "")
    found = re.findall(r"\S*\*\S*|\d{6,}", aloud)
    yield Measured(len(found), repr(aloud) if found else "")


def _aloud(read: Read) -> str:
    """What would be said to whoever has not turned the voice off."""
    comfort = replace(read.view.comfort, volume=max(1, read.view.comfort.volume))
    heard = replace(read.view, comfort=comfort)
    line = line_of(heard, read.resolve, say_sums=True, service_phone=read.service_phone)
    return "" if line is None else line.words


def unmasked(read: Read) -> Iterator[Measured]:
    """Long numbers anywhere on the display, but for the slip's own and the one that is being typed."""
    found = []
    for said in _shown(read):
        digits = re.findall(r"\d[\d ]+", said.replace(read.service_phone, ""))
        found += [said for each in digits if len(each.replace(" ", "")) >= PERSONAL_DIGITS]
    yield Measured(len(found), repr(found[0]) if found else "")


RECEIPT_FACTS = frozenset({
    "fact.receipt_no", "fact.reference", "fact.token", "request.number", "helper.found.serial"
})  # fmt: skip
"""Numbers of papers and loads, which are nobody's secret."""


def _shown(read: Read) -> Iterator[str]:
    """Words and values of a view and of the panel beside it, but for keypads and the numbers of papers."""
    panel = read.view.panel
    bare = replace(read.view, keypad=None, panel=replace(panel, keypad=None) if panel else None)
    for part in parts(bare):
        match part:
            case Text():
                yield read.resolve(part)
            case Fact(label=label, value=str() as value) if label.key not in RECEIPT_FACTS:
                yield value
            case BillRow(amount=digits) | Total(digits=digits):
                yield digits
            case Bar(label=label):
                yield label
            case _:
                pass


def _texts(view: ScreenView) -> list[Text]:
    pieces = [*(piece for _, piece in meant(view)), *beside(view)]
    return [piece for piece in pieces if isinstance(piece, Text)]


def one_question(read: Read) -> Iterator[Measured]:
    """Screens with other than one title, and sentences that ask twice."""
    said = read.resolve(read.view.overlay.title if read.view.overlay else read.view.title)
    yield Measured(max(1, len(re.findall(r"[?？]", said))), repr(said))


UNMASKED: Rule[Read] = rule("PRV-1", "unmasked numbers", "at most", 0, unmasked)
"""The one that is for the staff's display as well."""

WORDS: tuple[Rule[Read], ...] = (
    rule("VIS-8", "prompts and buttons, share of their signs", "at most", 1.0, lengths),
    rule("FLW-1", "questions a screen asks", "at most", 1, one_question),
    rule("FLW-18", "words of offices, long phrases", "at most", 0, plainness),
    rule("ERR-2", "codes and English in Chinese", "at most", 0, latin),
    rule("AUD-1", "screens that say nothing", "at most", 0, spoken),
    rule("AUD-6", "secrets on the loudspeaker", "at most", 0, secrets_aloud),
    UNMASKED,
)
