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
        case PageTurned(by):
            return turned(session, by), ()
        case SoundTapped():
            return replace(session, overlay=_about_sound(_awake(session))), ()
        case _:
            comfort = _changed(session, event)
            return (_wearing(_awake(session), comfort), ()) if comfort else None


def _wearing(session: Session, comfort: Comfort) -> Session:
    moved = comfort.reach != session.comfort.reach
    reached_s = session.now_s if moved else session.reached_s
    return replace(laid_out_anew(session, comfort), reached_s=reached_s)


def _about_sound(session: Session) -> Overlay | None:
    """Over another question, which comes back when this one is answered; the second tap answers it."""
    overlay = session.overlay
    if overlay is not None and overlay.kind == "sound":
        return overlay.over
    return Overlay("sound", session.now_s, over=overlay)


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
