"""What somebody had typed when their session ended or their form counted no longer: it waits in the browser,
is shown once they are signed in, and is sent only when they press for it.

Only what surely came from a page of ours is kept, so that nobody can be led to send what a stranger wrote.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

import msgspec
from litestar import Response
from litestar.datastructures import Cookie

from kiosk.gateway.http.operator.answers import ROOT
from kiosk.gateway.http.operator.desk import AnyRequest, Door
from kiosk.gateway.http.operator.forms import TOKEN_FIELD
from kiosk.gateway.http.operator.words import Language, say, say_code, words
from kiosk.gateway.trust.sessions import Visitor

ACTION, FIELD = "kept_action", "kept."
MOST_FIELDS, MOST_LETTERS = 40, 20_000
_MOST_OF_PATH = 300
_LABELS = {
    "notices": "publish",
    "requests": "requests",
    "alarms": "alarms",
    "settings": "settings",
    "cases": "cases",
}
"""Rooms in which people write, and the group that has the labels of their forms. A form that is nothing but a
button is pressed anew."""
_CHOICES = {
    "how": "handled_how",
    "notice_kind": "notice_kind",
    "utility": "utility",
    "outage_reason": "outage_reason",
}
_TICKS = {"utility_": "utility", "method_": "method", "off_": "method"}
_NOT_TYPED = {TOKEN_FIELD, "edition", "of_version", "entry_id", "edition_id", "seen", "groups", "groups_seen"}


class KeptForm(msgspec.Struct, frozen=True):
    """`action` is where it was to go."""

    action: str
    fields: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        return f"KeptForm({self.action})"


def in_words(language: Language, action: str, form: Mapping[str, str]) -> list[tuple[str, str]]:
    """What a person knows again of a form for `action`: labels and values as the form shows them."""
    group = _LABELS[_room(action)]
    typed = [(name, value) for name, value in form.items() if value.strip() and name not in _NOT_TYPED]
    return [(_label(language, group, name), _value(language, name, value)) for name, value in typed]


def _label(language: Language, group: str, name: str) -> str:
    for begins, of_ticks in _TICKS.items():
        if name.startswith(begins):
            ticked = say_code(language, of_ticks, name.removeprefix(begins))
            return say(language, "settings.off", method=ticked) if begins == "off_" else ticked
    return say_code(language, group if f"{group}.{name}" in words() else "publish", name)


def _value(language: Language, name: str, value: str) -> str:
    if name in _CHOICES:
        return say_code(language, _CHOICES[name], value)
    if value == "yes":
        return say(language, "publish.yes")
    return value


def _room(action: str) -> str:
    return action.removeprefix(f"{ROOT}/").partition("/")[0]


def kept_of(request: AnyRequest, form: Mapping[str, str]) -> KeptForm | None:
    """Of a form as it was sent."""
    fields = {name: value for name, value in form.items() if name != TOKEN_FIELD}
    return _kept(request, request.url.path, fields)


def handed_back(request: AnyRequest, form: Mapping[str, str]) -> KeptForm | None:
    """Of the form for signing in, which has carried it."""
    fields = {name.removeprefix(FIELD): value for name, value in form.items() if name.startswith(FIELD)}
    return _kept(request, form.get(ACTION, ""), fields)


def carried(kept: KeptForm | None) -> list[tuple[str, str]]:
    """The hidden fields that the form for signing in carries it in."""
    if kept is None:
        return []
    return [(ACTION, kept.action), *((f"{FIELD}{name}", value) for name, value in kept.fields)]


def show_kept(
    door: Door, visitor: Visitor, kept: KeptForm, place: str, status: int = 200, *cookies: Cookie
) -> Response[str]:
    """For whoever is signed in now: what is not done yet, with a button to send it and a way to leave it."""
    shown = door.show(
        "kept.html",
        status,
        visitor=visitor,
        path=place.partition("?")[0],
        kept_query=place.partition("?")[2],
        kept=kept,
        typed=in_words(door.language, kept.action, dict(kept.fields)),
        place=place,
        notice=say(door.language, "kept.foreign" if status == 403 else "kept.ended"),
    )
    shown.cookies.extend(cookies)
    return shown


def _kept(request: AnyRequest, action: str, fields: Mapping[str, str]) -> KeptForm | None:
    """None also where there is nothing that somebody has typed."""
    ours = action.startswith(f"{ROOT}/") and _room(action) in _LABELS and "//" not in action
    plain = action.isascii() and action.isprintable() and not set(action) & set('\\?# "<>')
    letters = sum(len(name) + len(value) for name, value in fields.items())
    few = len(fields) <= MOST_FIELDS and letters <= MOST_LETTERS and len(action) <= _MOST_OF_PATH
    typed = any(value for name, value in fields.items() if name not in _NOT_TYPED)
    if not (ours and plain and few and typed and _is_surely_ours(request)):
        return None
    return KeptForm(action, tuple(fields.items()))


def _is_surely_ours(request: AnyRequest) -> bool:
    """A browser that says nothing of where a form came from is not believed here."""
    origin, host = request.headers.get("origin"), request.headers.get("host")
    said = request.headers.get("sec-fetch-site")
    return origin is not None and urlsplit(origin).netloc == host and said in {None, "same-origin"}
