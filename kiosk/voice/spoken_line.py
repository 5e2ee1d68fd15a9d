"""What the voice says of a screen: one line, and the stretches of it that may have been recorded. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from kiosk.session.view import Filling, Language, ScreenView, Spoken, Text, text
from kiosk.voice.private import speakable, tells_of_nobody

Resolve: TypeAlias = Callable[[Text], str]

_FIRST_MARK: Final = 0xE000
"""Private characters of Unicode: no word has them, so they show where a text's places are."""

_WRITTEN_SUM: Final = re.compile(r"¥(\d+)\.(\d\d)")
_MARK: Final = re.compile("([\ue000-\uf8ff])")
_WORD: Final = re.compile(r"[A-Za-z]+|\S")


class Part(Struct, frozen=True):
    """A stretch of a line; `clip` names its recording, empty where there can be none."""

    words: str
    clip: str


class SpokenLine(Struct, frozen=True):
    """`volume` is 1 to 5. `parts` say the same as `words`, from recordings."""

    words: str
    language: Language
    volume: int
    slower: bool
    parts: tuple[Part, ...] = ()


def line_of(
    view: ScreenView, resolve: Resolve, *, say_sums: bool, service_phone: str = "", headset: bool = False
) -> SpokenLine | None:
    """None where the resident has turned the voice off. A headset may say everything.

    What may not be said aloud is left out; where nothing is left, the resident is asked to read.
    """
    comfort = view.comfort
    if not comfort.volume:
        return None
    for said in _ways_to_say(view):
        texts = tuple(_as_said(each, sums=say_sums or headset) for each in said)
        words = "\n".join(resolve(each) for each in texts)
        if headset or (all(map(tells_of_nobody, texts)) and speakable(words, service_phone)):
            parts = _in_a_row(tuple(parts_of(each, resolve)) for each in texts)
            return SpokenLine(words, comfort.language, comfort.volume, comfort.slower, parts)
    return None


def _ways_to_say(view: ScreenView) -> Iterator[tuple[Text, ...]]:
    """The best first. A question over the screen is said in its stead."""
    over = view.overlay
    if over is None:
        yield (view.spoken,)
    else:
        both = (over.title,) if over.prompt is None else (over.title, over.prompt)
        yield both if over.spoken is None else (over.spoken,)
    yield (over.title if over else view.title,)
    yield (text("voice.read_it"),)


def _as_said(said: Text, *, sums: bool) -> Text:
    """Written sums as people say them, or no sum at all."""
    return replace(said, args={place: _filling_said(each, sums=sums) for place, each in said.args.items()})


def _filling_said(filling: Filling, *, sums: bool) -> Filling:
    match filling:
        case Text():
            return _as_said(filling, sums=sums)
        case str() if written := _WRITTEN_SUM.fullmatch(filling):
            return _filling_said(Spoken(int(written[1] + written[2])), sums=sums)
        case Spoken() if not sums:
            return text("voice.sum_unsaid")
        case _:
            return filling


def _in_a_row(sentences: Iterable[tuple[Part, ...]]) -> tuple[Part, ...]:
    """Each sentence begins a line of its own, as it does in the words."""
    row: tuple[Part, ...] = ()
    for parts in sentences:
        row += tuple(_after("\n" if row else "", iter(parts)))
    return row


def parts_of(said: Text, resolve: Resolve) -> Iterator[Part]:
    """A text without places is one part named by its key; of others, each stretch is `<key>.<number>`."""
    if not said.args:
        yield Part(resolve(said), said.key)
        return
    fillings = tuple(said.args.values())
    marks: dict[str, Filling] = {place: chr(_FIRST_MARK + n) for n, place in enumerate(said.args)}
    stretches, marks_before = 0, ""
    for piece in _MARK.split(resolve(Text(said.key, marks))):
        if _MARK.fullmatch(piece):
            yield from _after(marks_before, _filled(fillings[ord(piece) - _FIRST_MARK], resolve))
            marks_before = ""
        elif any(character.isalnum() for character in piece):
            stretches += 1
            yield Part(piece, ".".join((said.key, str(stretches))))
        else:
            marks_before = piece


def _after(marks: str, parts: Iterator[Part]) -> Iterator[Part]:
    """The voice takes breath at a comma between two places, too."""
    for part in parts:
        yield replace(part, words=marks + part.words)
        marks = ""


def _filled(filling: Filling, resolve: Resolve) -> Iterator[Part]:
    match filling:
        case Text():
            yield from parts_of(filling, resolve)
        case Spoken():
            yield from (
                Part(word, f"number.{word.lower()}")
                for word in _WORD.findall(resolve(text("voice.sum", sum=filling)))
                if word.isalnum()
            )
        case str():
            yield Part(filling, "")
        case _:
            yield Part(resolve(text("voice.sum", sum=filling)), "")
