"""Whoever records the voice is given every clip that a line can be made of."""

from pathlib import Path

import pytest
from hypothesis import given

from assets.voice import make_clips
from assets.voice.make_clips import clips_of
from kiosk.session.show import view
from kiosk.session.view import Language, Spoken, text
from kiosk.texts import LANGUAGES, load_languages
from kiosk.voice.spoken_line import line_of, parts_of
from kiosk.voice.waves import read
from tests.session.wandering import looked_at_closely, walk, walks
from tests.voice.lines import PHONE
from tests.voice.programs import Programs

WORDS = load_languages()
SCRIPTS = {language: clips_of(language) for language in LANGUAGES}


@looked_at_closely
@given(walks)
def test_every_part_of_every_line_is_in_the_script(number: int) -> None:
    for moment in walk(number)[::3]:
        shown = view(moment.after)
        for language in LANGUAGES:
            line = line_of(shown, WORDS.resolver(language), say_sums=True, service_phone=PHONE)
            for part in line.parts if line else ():
                assert not part.clip or bare(SCRIPTS[language][part.clip]) == bare(part.words)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fen", [1, 10_007, 23_875, 99_999, 100_000, 1_234_567, 9_999_999])
def test_any_sum_can_be_put_together_from_recorded_words(language: Language, fen: int) -> None:
    resolve = WORDS.resolver(language)
    clips = {part.clip for part in parts_of(text("voice.sum", sum=Spoken(fen)), resolve)}
    assert clips <= SCRIPTS[language].keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_clip_is_a_file_and_has_something_to_say(language: Language) -> None:
    assert all(bare(words) for words in SCRIPTS[language].values())
    assert not [clip for clip in SCRIPTS[language] if "/" in clip or clip.startswith(".")]


def test_what_somebody_has_read_is_not_made_again(
    programs: Programs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make_clips, "clips_of", lambda _language: {"one": "请取走", "two": "您的卡"})
    Path(programs.says()).rename(tmp_path / "espeak-ng")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    read_aloud = tmp_path / "clips" / "zh-slower" / "one.wav"
    read_aloud.parent.mkdir(parents=True)
    read_aloud.write_bytes(b"a person's")
    assert make_clips.make("zh", tmp_path / "clips", slower=True) == 1
    assert read_aloud.read_bytes() == b"a person's"
    assert read(read_aloud.with_name("two.wav").read_bytes()).samples.any()


def bare(words: str) -> str:
    return "".join(character for character in words if character.isalnum())
