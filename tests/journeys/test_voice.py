"""A resident who hears instead of reading; and a machine without a voice, which serves everybody as well."""

import logging
from pathlib import Path

import pytest

from kiosk.voice.player import Playing
from kiosk.voice.speaker import Speaker
from kiosk.wiring.voice import fit_speaker
from tests.journeys.hut import Hut, shipped_settings
from tests.journeys.neighbours import Neighbours, account, code_on_bill, number_of, owes_one_of_each
from tests.journeys.resident import Resident
from tests.voice.programs import Programs

SUM = "零一二两三四五六七八九十百块毛分"
ON_THE_WAY = ("您好", "正在查您的账单", "一共", "请打开手机上的付款码", "正在付款", "交好了")
STANDING = {"您好", "一共", "交好了"}
"""Until the resident goes on; of the others one may be over before anybody looks."""
WECHAT = "13456789012{:03d}0000"


class Loudspeaker:
    """Says at once whatever it is given."""

    def fitted(self) -> bool:
        return True

    def play(self, wave: bytes, volume: int) -> Playing:
        return self

    def wait(self) -> None:
        pass

    def stop(self) -> None:
        pass


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """An `espeak-ng` that keeps all it was asked to say."""
    folder = tmp_path / "programs"
    folder.mkdir()
    programs = Programs(folder)
    made = Path(programs.make("cat {folder}/heard >> {folder}/all; cat {folder}/said.wav"))
    made.rename(folder / "espeak-ng")
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    return programs


def listen(hut: Hut, monkeypatch: pytest.MonkeyPatch, player: Loudspeaker | None) -> Speaker:
    """As the window does, with whatever stands after each step."""
    speaker = fit_speaker(shipped_settings().kiosk, hut.clock, hut.machine.languages.resolver, player)
    step = hut.step

    def step_and_speak(longest_wait_s: float = 0.02) -> None:
        step(longest_wait_s)
        speaker.show(hut.view)
        speaker.worker.run_pending()

    monkeypatch.setattr(hut, "step", step_and_speak)
    hut.step()
    return speaker


def pay(resident: Resident, neighbours: Neighbours) -> None:
    household = neighbours.one(owes_one_of_each)
    resident.finds(*code_on_bill(account(household, "water")))
    resident.shows_phone(WECHAT.format(number_of(household)))
    assert resident.ends("settled").amount_fen


def test_a_payment_is_heard_from_the_first_screen_to_the_last(
    resident: Resident, neighbours: Neighbours, hut: Hut, engine: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    speaker = listen(hut, monkeypatch, Loudspeaker())
    pay(resident, neighbours)
    hut.step()
    speaker.stop()
    lines = (engine.folder / "all").read_text().split("<speak>")[1:]
    heard = [line.partition("<break")[0].rstrip(SUM) for line in lines]
    assert heard == [line for line in ON_THE_WAY if line in heard]
    assert set(heard) >= STANDING


def test_a_machine_without_a_voice_takes_the_payment_all_the_same(
    resident: Resident,
    neighbours: Neighbours,
    hut: Hut,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """AUD-7: no sound card here, and no engine either."""
    monkeypatch.setenv("PATH", "")
    speaker = listen(hut, monkeypatch, None)
    with caplog.at_level(logging.WARNING, "kiosk.voice"):
        pay(resident, neighbours)
    speaker.stop()
    assert len([message for message in caplog.messages if message.startswith("voice off")]) == 1
