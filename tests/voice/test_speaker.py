"""What is said when: each screen once, the newest only, silence at a touch; the kiosk is whole without it."""

from collections.abc import Callable, Iterator
from threading import Event

import pytest
from msgspec.structs import replace

from kiosk.runtime.clock import FakeClock
from kiosk.session.view import Comfort, Language, ScreenView, text
from kiosk.texts import load_texts
from kiosk.voice.engine import SpeechFailed
from kiosk.voice.player import CannotPlay, Playing
from kiosk.voice.speaker import BEEP, Speaker
from kiosk.voice.spoken_line import Resolve, SpokenLine
from tests.voice.lines import HOME, PHONE, asked, heard_by, screen
from tests.voice.programs import PATIENCE_S

ZH = load_texts("zh")
FINDING = screen(text("finding.prompt"))
GREETING, QUESTION = ZH["home.spoken"], ZH["finding.prompt"]


class Room:
    """An engine, a loudspeaker, and what was heard from it: words, or "beep"."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.volumes: list[int] = []
        self.made: list[str] = []
        self.stopped = 0
        self.broken_off = 0
        self.card = True
        self.engine_fails: Exception | None = None
        self.player_fails: Exception | None = None
        self.meanwhile: Callable[[], None] = lambda: None
        """What happens while the engine is at work."""
        self.as_it_begins: Callable[[], None] = lambda: None
        self.while_it_plays: Callable[[], None] = lambda: None

    def wave(self, line: SpokenLine) -> bytes:
        self.made.append(line.words)
        self.meanwhile()
        if self.engine_fails:
            raise self.engine_fails
        return line.words.encode()

    def break_off(self) -> None:
        self.broken_off += 1

    def fitted(self) -> bool:
        return self.card

    def play(self, wave: bytes, volume: int) -> Playing:
        if self.player_fails:
            raise self.player_fails
        self.as_it_begins()
        self.heard.append("beep" if wave == BEEP else wave.decode())
        self.volumes.append(volume)
        return Sounding(self)


class Sounding:
    def __init__(self, room: Room) -> None:
        self._room = room

    def wait(self) -> None:
        self._room.while_it_plays()

    def stop(self) -> None:
        self._room.stopped += 1


@pytest.fixture
def room() -> Room:
    return Room()


def words_of(language: Language) -> Resolve:
    return ZH.resolve


@pytest.fixture
def speaker(room: Room, clock: FakeClock) -> Iterator[Speaker]:
    speaker = Speaker(room, room, clock, words_of, say_sums=True, service_phone=PHONE)
    yield speaker
    speaker.stop()


def shown(speaker: Speaker, *views: ScreenView) -> None:
    """Each is said to its end before the next comes."""
    for view in views:
        speaker.show(view)
        speaker.worker.run_pending()


def test_each_screen_is_said_once_however_often_it_is_drawn(room: Room, speaker: Speaker) -> None:
    shown(speaker, HOME, HOME, replace(HOME, frame=replace(HOME.frame, clock="9:44")), FINDING, HOME)
    assert room.heard == [GREETING, QUESTION, GREETING]


def test_it_is_said_again_when_somebody_asks(room: Room, speaker: Speaker) -> None:
    """AUD-5; a count that begins anew with the next resident asks for nothing."""
    shown(speaker, HOME, replace(HOME, said=1), replace(HOME, said=2), HOME, replace(HOME, said=1))
    assert room.heard == [GREETING] * 4


def test_a_reminder_does_not_cut_off_its_own_words(room: Room, speaker: Speaker) -> None:
    """A card that waits is told of every three seconds; slowly said, the sentence is longer than that."""
    room.while_it_plays = lambda: speaker.show(replace(HOME, said=1))
    shown(speaker, HOME, replace(HOME, said=2))
    assert (room.heard, room.stopped) == ([GREETING, GREETING], 0)


def test_whoever_asks_for_it_again_while_it_is_said_hears_it_from_the_beginning(
    room: Room, speaker: Speaker
) -> None:
    """A tap begins with a touch."""

    def tap_repeat() -> None:
        room.while_it_plays = lambda: None
        speaker.hush()
        speaker.show(replace(HOME, said=1))

    room.while_it_plays = tap_repeat
    shown(speaker, HOME)
    assert room.heard == [GREETING, GREETING]
    assert room.stopped


def test_after_a_line_without_sound_the_next_reminder_is_tried(room: Room, speaker: Speaker) -> None:
    room.card = False
    shown(speaker, HOME)
    room.card = True
    shown(speaker, replace(HOME, said=1))
    assert room.heard == [GREETING]


def test_a_question_over_the_screen_is_said_and_then_the_screen_again(room: Room, speaker: Speaker) -> None:
    shown(speaker, HOME, asked(HOME), HOME)
    assert room.heard == [GREETING, f"{ZH['leave.title']}\n{ZH['leave.prompt']}", GREETING]


def test_another_volume_is_heard_at_once(room: Room, speaker: Speaker) -> None:
    shown(speaker, heard_by(Comfort(volume=3)), heard_by(Comfort(volume=4)), heard_by(Comfort(volume=0)))
    assert room.volumes == [3, 4]


def test_what_asks_for_a_tone_has_it_before_its_words(room: Room, speaker: Speaker) -> None:
    """TIM-4, CRD-2: and again each time it is said again."""
    reminder = replace(asked(HOME), beep=True, said=1)
    shown(speaker, HOME, reminder, reminder, replace(reminder, said=2), replace(reminder, beep=False, said=2))
    told = f"{ZH['leave.title']}\n{ZH['leave.prompt']}"
    assert room.heard == [GREETING, "beep", told, "beep", told]


def test_a_tone_alone_does_not_repeat_the_words(room: Room, speaker: Speaker) -> None:
    shown(speaker, HOME, replace(HOME, beep=True))
    speaker.beep(5)
    speaker.worker.run_pending()
    assert room.heard == [GREETING, "beep", "beep"]


def test_silence_is_for_tones_too(room: Room, speaker: Speaker) -> None:
    shown(speaker, replace(heard_by(Comfort(volume=0)), beep=True))
    assert room.heard == []


def test_only_the_newest_is_said(room: Room, speaker: Speaker) -> None:
    speaker.show(HOME)
    speaker.show(FINDING)
    speaker.worker.run_pending()
    assert room.made == [QUESTION]


def test_a_touch_stops_what_is_said(room: Room, speaker: Speaker) -> None:
    """AUD-4."""
    room.while_it_plays = speaker.hush
    shown(speaker, HOME)
    assert room.stopped == 1


def test_a_touch_in_the_moment_it_begins_stops_it_as_well(room: Room, speaker: Speaker) -> None:
    room.as_it_begins = speaker.hush
    shown(speaker, HOME)
    assert room.stopped == 1


def test_a_touch_before_the_first_word_leaves_it_unsaid(room: Room, speaker: Speaker) -> None:
    speaker.show(HOME)
    speaker.hush()
    speaker.worker.run_pending()
    assert room.made == []


def test_a_touch_while_the_engine_works_leaves_it_unsaid(room: Room, speaker: Speaker) -> None:
    room.meanwhile = speaker.hush
    shown(speaker, HOME)
    assert room.heard == []
    assert room.broken_off >= 1


def test_a_touch_during_the_tone_stops_the_words_as_well(room: Room, speaker: Speaker) -> None:
    room.while_it_plays = speaker.hush
    shown(speaker, replace(HOME, beep=True))
    assert (room.heard, room.made) == (["beep"], [])


def test_nobody_waits_for_a_voice_that_hangs(room: Room, speaker: Speaker) -> None:
    """The engine is on another thread, and is told to break off; whoever shows screens goes on at once."""
    at_work, released = Event(), Event()

    def hang() -> None:
        at_work.set()
        assert released.wait(PATIENCE_S)

    room.meanwhile = hang
    speaker.start()
    speaker.show(HOME)
    assert at_work.wait(PATIENCE_S)
    speaker.show(FINDING)
    assert room.broken_off
    released.set()
    speaker.worker.stop(PATIENCE_S)
    assert room.heard == [QUESTION]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda room: setattr(room, "card", False),
        lambda room: setattr(room, "engine_fails", SpeechFailed("espeak-ng is not installed")),
        lambda room: setattr(room, "player_fails", CannotPlay("aplay ended with status 1")),
    ],
    ids=["no sound card", "no engine", "no player"],
)
def test_without_sound_there_is_silence_and_one_line_in_the_log(
    spoil: Callable[[Room], None], room: Room, speaker: Speaker, caplog: pytest.LogCaptureFixture
) -> None:
    """AUD-7."""
    spoil(room)
    shown(speaker, HOME, FINDING, HOME, FINDING)
    assert room.heard == []
    assert [message.partition(":")[0] for message in caplog.messages] == ["voice off"]
    assert not [words for words in (GREETING, QUESTION) if words in caplog.text]


def test_a_voice_that_comes_back_speaks_and_is_told_when_it_is_lost_again(
    room: Room, speaker: Speaker, caplog: pytest.LogCaptureFixture
) -> None:
    for card in (False, True, False):
        room.card = card
        shown(speaker, HOME, FINDING)
    assert room.heard == [GREETING, QUESTION]
    assert len(caplog.messages) == 2


def test_what_a_touch_broke_off_is_no_failure(
    room: Room, speaker: Speaker, caplog: pytest.LogCaptureFixture
) -> None:
    room.meanwhile, room.engine_fails = speaker.hush, SpeechFailed("killed")
    shown(speaker, HOME)
    assert caplog.messages == []


def test_closing_stops_what_is_said(room: Room, speaker: Speaker) -> None:
    playing, stopped = Event(), Event()

    def play() -> None:
        playing.set()
        assert stopped.wait(PATIENCE_S)

    room.while_it_plays = play
    speaker.start()
    speaker.show(HOME)
    assert playing.wait(PATIENCE_S)
    speaker.hush()
    stopped.set()
    speaker.stop()
    assert room.stopped >= 1
