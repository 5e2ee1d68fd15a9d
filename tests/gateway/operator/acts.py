"""Every act of the operators' pages, by the addresses of their forms, and which browser test does it."""

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar, get_args

from kiosk.gateway.counter.publication import KINDS as PUBLICATIONS
from kiosk.gateway.http.operator.people_pages import PersonAct
from kiosk.gateway.http.operator.request_pages import ACTS as REQUEST_ACTS
from kiosk.gateway.http.operator.routes import PAGES
from kiosk.gateway.office.case_files import CaseAct
from kiosk.wire.commands import KINDS as COMMANDS

Test = TypeVar("Test", bound=Callable[..., Any])
_CHOICES: Final = {
    "cases/{number:str}/{act:str}": get_args(CaseAct),
    "requests/{number:str}/{act:str}": REQUEST_ACTS,
    "people/{name:str}/{act:str}": get_args(PersonAct),
    "notices/new/{kind:str}": PUBLICATIONS,
    "commands": COMMANDS,
}
"""Forms that are several acts, and which."""


def _acts() -> Iterator[str]:
    paths = {path for page in PAGES if "POST" in page.http_methods for path in page.paths}
    for path in paths:
        form = path.removeprefix("/operator/")
        plain = "/".join(part for part in form.split("/") if not part.startswith("{"))
        yield from (
            (f"{plain}/{choice}" for choice in _CHOICES.get(form, ())) if form in _CHOICES else (plain,)
        )


ACTS: Final = frozenset(_acts())
DONE: Final[dict[str, str]] = {}
"""By act, the name of a test that does it by pressing what is shown."""


def does(*acts: str) -> Callable[[Test], Test]:
    def marked(test: Test) -> Test:
        DONE.update(dict.fromkeys(acts, test.__name__))
        return test

    return marked
