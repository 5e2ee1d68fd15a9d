"""Look and sound change at any step, and nothing else does: no step, no number typed, no basket, no money."""

from typing import TypeVar

from msgspec.structs import replace

from kiosk.session.events import (
    DefaultsTapped,
    Event,
    LanguageTapped,
    ReachTapped,
    RepeatTapped,
    SizeTapped,
    SlowerTapped,
    SoundTapped,
    ThemeTapped,
    VolumeTapped,
)
from kiosk.session.model import Overlay, Session
from kiosk.session.moving import Moved
from kiosk.session.view import Comfort, Size, Theme

LOUDEST = 5
"""AUD-2 asks for five steps at least; 0 is silence."""

_SIZES: tuple[Size, ...] = (100, 150, 200)
_THEMES: tuple[Theme, ...] = ("light", "black", "white")

Kind = TypeVar("Kind")


def adjusted(session: Session, event: Event) -> Moved | None:
    """None for an event that is about something else."""
    match event:
        case RepeatTapped():
            return replace(_awake(session), said=session.said + 1), ()
        case SoundTapped():
            return replace(session, overlay=Overlay("sound", session.now_s)), ()
        case _:
            comfort = _changed(session, event)
            return (replace(_awake(session), comfort=comfort), ()) if comfort else None


def _changed(session: Session, event: Event) -> Comfort | None:
    comfort, rules = session.comfort, session.rules
    match event:
        case SizeTapped():
            return replace(comfort, size=following(_SIZES, comfort.size))
        case ThemeTapped():
            return replace(comfort, theme=following(_THEMES, comfort.theme))
        case LanguageTapped():
            return replace(comfort, language=following(rules.languages, comfort.language))
        case ReachTapped():
            return replace(comfort, reach=rules.reach_fitted and not comfort.reach)
        case VolumeTapped(by):
            return replace(comfort, volume=min(max(0, comfort.volume + by), LOUDEST))
        case SlowerTapped():
            return replace(comfort, slower=not comfort.slower)
        case DefaultsTapped():
            return rules.comfort
        case _:
            return None


def following(kinds: tuple[Kind, ...], kind: Kind) -> Kind:
    """The next of them, round and round."""
    place = kinds.index(kind) if kind in kinds else -1
    return kinds[(place + 1) % len(kinds)]


def _awake(session: Session) -> Session:
    """Whoever changes something is still there."""
    overlay = session.overlay
    return replace(session, overlay=None) if overlay and overlay.kind == "still_there" else session
