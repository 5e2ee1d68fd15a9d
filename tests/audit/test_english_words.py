"""No Chinese stands in an English screen, but for what a household, a company and its charges are called, and
what an operator has published."""

import re
from collections.abc import Iterator

import pytest

from kiosk.audit import facts
from kiosk.audit.walk import screens
from kiosk.session.view import Comfort, Filling, ScreenView, Text
from kiosk.session.view_parts import parts
from kiosk.texts import load_texts
from tests.audit.samples import the_house

EN = load_texts("en", also=())
CHINESE = re.compile("[\u3000-\u9fff\uff00-\uffef]")
NAMED_IN_ITS_OWN_SCRIPT = "comfort.language.zh"


def published(words: facts.Words) -> tuple[str, ...]:
    """A notice is long enough to be read in sentences."""
    title, body = words.notice
    return words.street, words.person, words.hours, title, *re.findall("[^。]+。", body)


CALLED = re.compile(
    "|".join(
        re.escape(name)
        for words in (facts.longest(), facts.plain())
        for name in (words.holder, words.address, words.biller, *words.items, *published(words))
    )
)


def unnamed(text: Text) -> Text:
    return Text(text.key, {place: _unnamed(value) for place, value in text.args.items()})


def _unnamed(value: Filling) -> Filling:
    match value:
        case Text():
            return unnamed(value)
        case str():
            return CALLED.sub("", value)
        case _:
            return value


def said(screen: ScreenView) -> Iterator[str]:
    """All of it in English; a name leaves a gap."""
    for part in parts(screen):
        if isinstance(part, Text):
            yield "" if part.key == NAMED_IN_ITS_OWN_SCRIPT else EN.resolve(unnamed(part))
        else:
            values = (getattr(part, name) for name in part.__struct_fields__)
            yield from (CALLED.sub("", value) for value in values if isinstance(value, str))


@pytest.fixture
def shown() -> set[str]:
    every = screens(the_house().rules, Comfort(language="en"))
    return {each for _, screen in every for each in said(screen)}


def test_nothing_but_names_is_chinese_on_an_english_screen(shown: set[str]) -> None:
    assert {each for each in shown if CHINESE.search(each)} == set()


def test_days_are_written_as_english_writes_them(shown: set[str]) -> None:
    assert {"Closed until 21 Nov, 9:00", "No payments taken until 21 Nov, 14:30"} <= shown
