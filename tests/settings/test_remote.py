"""Settings given from afar take the place of the file's, and are checked as the file is."""

from functools import partial
from typing import Any

import pytest

from kiosk import places
from kiosk.settings.load import Settings, load_settings
from kiosk.settings.problems import SettingsError
from kiosk.settings.remote import in_place
from kiosk.wire.remote_settings import RemoteSettings

EVERYTHING = RemoteSettings("12345678", 5, ("cash",), 8, 20, 240)


def changed(remote: RemoteSettings, raw: dict[str, Any]) -> dict[str, Any]:
    return in_place(raw, remote)


def loaded(remote: RemoteSettings) -> Settings:
    return load_settings(places.CONFIG, change=partial(changed, remote))


def test_everything_that_is_given_is_in_force() -> None:
    kiosk = loaded(EVERYTHING).kiosk
    assert (kiosk.identity.service_phone, kiosk.comfort.volume, kiosk.timing.idle_s) == ("12345678", 5, 240)
    assert (kiosk.staff.from_hour, kiosk.staff.to_hour) == (8, 20)
    assert kiosk.methods.order == ("phone_code", "bank_card", "recharge_card")


def test_what_is_not_given_is_as_the_file_has_it() -> None:
    assert loaded(RemoteSettings()) == load_settings(places.CONFIG)
    kiosk = loaded(RemoteSettings(volume=0)).kiosk
    own = load_settings(places.CONFIG).kiosk
    assert (kiosk.comfort.volume, kiosk.comfort.theme) == (0, own.comfort.theme)
    assert kiosk.methods == own.methods


def test_a_method_that_the_machine_does_not_offer_is_off_already() -> None:
    raw = {"methods": {"order": ["cash"]}}
    assert in_place(raw, RemoteSettings(methods_off=("bank_card",))) == raw


@pytest.mark.parametrize(
    ("remote", "key"),
    [
        (RemoteSettings(methods_off=("phone_code", "bank_card", "cash", "recharge_card")), "methods.order"),
        (RemoteSettings(staff_from_hour=18), "staff.to_hour"),
        (RemoteSettings(volume=9), "comfort.volume"),
        (RemoteSettings(service_phone="call"), "kiosk.service_phone"),
        (RemoteSettings(idle_s=1), "timing.idle_s"),
    ],
)
def test_what_the_file_could_not_say_is_refused_by_the_same_words(remote: RemoteSettings, key: str) -> None:
    with pytest.raises(SettingsError) as refused:
        loaded(remote)
    assert [problem.key for problem in refused.value.problems] == [key]


def test_a_file_that_is_wrong_stays_wrong_and_nothing_breaks() -> None:
    for raw in ({}, {"methods": 1, "comfort": []}, {"methods": {"order": "cash"}}):
        assert isinstance(in_place(dict(raw), EVERYTHING), dict)
