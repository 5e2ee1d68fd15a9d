"""What holds for the machine as a whole: its typefaces, panels, languages and steps of volume."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from kiosk.audit import facts, ink
from kiosk.audit.house import House
from kiosk.audit.measured import Limit, Measured, Rule, rule
from kiosk.audit.walker import Walker
from kiosk.session import events as e
from kiosk.texts import load_texts
from screens.palette import PALETTES

LEAST_PPI, MM_AN_INCH = 85.0, 25.4
RARE_NAMES = Path(__file__).with_name("rare_names.txt")


def typeface(_house: House) -> Iterator[Measured]:
    """Faults of the typefaces: thin, slanted, or without a character of the national set of 1980."""
    found = []
    for bold in (False, True):
        family, style = ink.typeface_name(bold=bold)
        sans = "Sans" in str(family) and style in {"Regular", "Bold"}
        found += [] if sans else [f"{family} {style}"]
        found += [f"no {sign!r}" for sign in _national_set() if not ink.is_drawn(sign, bold=bold)]
    yield Measured(len(found), found[0] if found else "")


@cache
def _national_set() -> tuple[str, ...]:
    """GB 2312: 6763 characters in rows 16 to 87, five of them empty."""
    rows = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(16, 88) for cell in range(1, 95))
    return tuple(sign for code in rows if (sign := code.decode("gb2312", "ignore")))


def missing_glyphs(house: House) -> Iterator[Measured]:
    """Over all words of all languages and the rare names people have."""
    names = RARE_NAMES.read_text(encoding="utf-8").split()
    for language in house.rules.languages:
        texts = load_texts(language)
        said = set("".join(texts[key] for key in texts.keys()) + "".join(names))  # noqa: SIM118 - no dictionary
        for bold in (False, True):
            lost = sorted(sign for sign in said if not ink.is_drawn(sign, bold=bold))
            yield Measured(len(lost), " ".join(lost))


def panels(house: House) -> Iterator[Measured]:
    for name, display in house.displays.items():
        yield Measured(display.px_per_mm * MM_AN_INCH, name)


def languages(house: House) -> Iterator[Measured]:
    """Taps until each language, and what the next resident finds; texts are whole, or nothing had started."""
    walker = Walker(house.rules, facts.plain())
    offered = {walker.session.comfort.language: 0}
    for taps in range(1, len(house.rules.languages)):
        walker.feed(e.LanguageTapped())
        offered.setdefault(walker.session.comfort.language, taps)
    missing = set(house.rules.languages) - offered.keys()
    yield Measured(99 if missing else max(offered.values()), "")


def themes(house: House) -> Iterator[Measured]:
    """Taps until each theme."""
    walker = Walker(house.rules, facts.plain())
    reached = {walker.session.comfort.theme: 0}
    for taps in range(1, len(PALETTES)):
        walker.feed(e.ThemeTapped())
        reached.setdefault(walker.session.comfort.theme, taps)
    yield Measured(max(reached.values()) if reached.keys() == PALETTES.keys() else 99, "")


def volumes(house: House) -> Iterator[Measured]:
    """Steps that are not silent."""
    walker = Walker(house.rules, facts.plain())
    heard = {walker.session.comfort.volume}
    for event in (*[e.VolumeTapped(-1)] * 10, *[e.VolumeTapped(1)] * 10):
        walker.feed(event)
        heard.add(walker.session.comfort.volume)
    yield Measured(len(heard - {0}), "")


THEME = Limit("VIS-12", "taps to a theme, and how often 150 ms it takes", "at most", 2.0)

HOUSE: tuple[Rule[House], ...] = (
    Rule(THEME, themes),
    rule("VIS-14", "faults of the typefaces", "at most", 0, typeface),
    rule("VIS-16", "characters that are drawn as empty boxes", "at most", 0, missing_glyphs),
    rule("VIS-17", "pixels an inch of the panels", "at least", LEAST_PPI, panels),
    rule("AUD-2", "steps of volume", "at least", 5, volumes),
    rule("LNG-1", "taps to a language", "at most", 2, languages),
)
