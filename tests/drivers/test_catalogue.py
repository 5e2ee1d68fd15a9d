"""Models of ours and of other packages: found by class and name, and a broken package is named."""

from importlib.metadata import EntryPoint

import msgspec
import pytest

from drivers.catalogue import OURS, BrokenPackage, load_catalogue
from drivers.clock import FakeDeviceClock
from drivers.models import ENTRY_POINTS, AnyModel, DeviceClass, DriverModel, Parts, UnknownModel
from drivers.printer.models import ESCPOS
from drivers.transport import memory_pipe

THEIRS: AnyModel = msgspec.structs.replace(ESCPOS, name="papyrus")
TWO = (THEIRS, msgspec.structs.replace(ESCPOS, name="vellum"))
TWICE = ESCPOS
NO_MODEL = 7


def entry(value: str) -> EntryPoint:
    return EntryPoint(name="theirs", value=f"tests.drivers.test_catalogue:{value}", group=ENTRY_POINTS)


def test_a_package_adds_one_model_or_several() -> None:
    catalogue = load_catalogue([entry("THEIRS")])
    assert catalogue.find(DeviceClass.PRINTER, "papyrus").name == "papyrus"
    assert catalogue.find(DeviceClass.PRINTER, "escpos") is ESCPOS
    assert "vellum" in load_catalogue([entry("TWO")]).names(DeviceClass.PRINTER)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("TWICE", "two drivers for printer 'escpos'; uninstall one package"),
        ("MISSING", "theirs: tests.drivers.test_catalogue:MISSING cannot be loaded"),
        ("NO_MODEL", "holds 7, which is no DriverModel"),
    ],
)
def test_a_broken_package_is_named(value: str, words: str) -> None:
    with pytest.raises(BrokenPackage, match=words):
        load_catalogue([entry(value)])


def test_an_unknown_model_names_those_there_are() -> None:
    with pytest.raises(UnknownModel, match="printer: no model 'escpoz'; there are escpos, escpos_presenter"):
        load_catalogue([]).find(DeviceClass.PRINTER, "escpoz")


def test_every_class_of_device_has_a_model() -> None:
    assert {model.device for model in OURS} == set(DeviceClass)


@pytest.mark.parametrize("model", OURS, ids=lambda model: f"{model.device.value}-{model.name}")
def test_every_model_comes_up_over_its_own_simulator(model: DriverModel) -> None:
    clock = FakeDeviceClock()
    assert model.simulate is not None
    unit, told = model.simulate(clock), []
    parts = Parts(
        name=model.device.value,
        open_line=lambda: memory_pipe(unit, clock),
        clock=clock,
        emit=told.append,
        options=model.options,
    )
    driver = model.make(parts)
    until_s = clock.monotonic_s() + 30.0
    while clock.monotonic_s() < until_s and driver.owner.state.value != "online":
        driver.owner.run_once()
    assert driver.owner.state.value == "online"
    driver.close()
