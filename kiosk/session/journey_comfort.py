"""Look and sound change at any step, and nothing else does: no step, no number typed, no basket, no money."""

from msgspec.structs import replace

from kiosk.session.comfort_choices import LOUDEST, SIZES, THEMES, following
from kiosk.session.events import (
    DefaultsTapped,
    Event,
    LanguageTapped,
    PageTurned,
    ReachTapped,
    RepeatTapped,
    SizeTapped,
    SlowerTapped,
    SoundTapped,
    ThemeTapped,
    VolumeTapped,
)
from kiosk.session.journey_leaves import laid_out_anew, turned
from kiosk.session.model import Overlay, Session
from kiosk.session.moving import Moved
from kiosk.session.view import Comfort


def adjusted(session: Session, event: Event) -> Moved | None:
    """None for an event that is about something else."""
    match event:
        case RepeatTapped():
            return replace(_awake(session), said=session.said + 1), ()
        case PageTurned(by) if session.overlay is None:
            return turned(session, by), ()
        case SoundTapped():
            return replace(session, overlay=Overlay("sound", session.now_s)), ()
        case _:
            comfort = _changed(session, event)
            return (laid_out_anew(_awake(session), comfort), ()) if comfort else None


def _changed(session: Session, event: Event) -> Comfort | None:
    comfort, rules = session.comfort, session.rules
    match event:
        case SizeTapped():
            return replace(comfort, size=following(SIZES, comfort.size))
        case ThemeTapped():
            return replace(comfort, theme=following(THEMES, comfort.theme))
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


def _awake(session: Session) -> Session:
    """Whoever changes something is still there."""
    overlay = session.overlay
    return replace(session, overlay=None) if overlay and overlay.kind == "still_there" else session
