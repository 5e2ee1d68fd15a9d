"""Desk readers for IC cards that the PC/SC service knows, whatever their make."""

from functools import partial
from typing import Final

from drivers.card.capabilities import CardReaderCapabilities
from drivers.card.profiles import DEMONSTRATION_PROFILES
from drivers.models import AnyModel, DeviceClass, DriverModel, Parts
from drivers.pcsc.ccid import CcidReader
from drivers.pcsc.desk_reader import DeskCardReader
from drivers.pcsc.line import SCHEME, open_pcsc
from drivers.pcsc.simulator import SimulatedDeskReader
from drivers.transport import SerialSettings

DIP_WITH_CONTACTS: Final = CardReaderCapabilities(
    type="dip",
    chip_protocols=("chipT0", "chipT1"),
    card_taken_sensor=True,
    positions=(),
    holds_card=False,
    memory_chip_protocols=("siemens4442",),
    reports_entry=False,
)


def _make(parts: Parts) -> DeskCardReader:
    over_service = parts.url.startswith(SCHEME)
    open_line = partial(open_pcsc, parts.url) if over_service else parts.open_line
    return DeskCardReader(parts.name, open_line, parts.clock, parts.emit, DEMONSTRATION_PROFILES, parts.trace)


MODELS: Final[tuple[AnyModel, ...]] = (
    DriverModel(
        device=DeviceClass.CARD_READER,
        name="pcsc",
        title="Any PC/SC desk reader (pcsc://NAME)",
        line=SerialSettings(),
        capabilities=DIP_WITH_CONTACTS,
        make=_make,
        reader=CcidReader,
        simulate=lambda clock: SimulatedDeskReader(),
    ),
)
