"""What a card reader can do, as data, in the words of XFS4IoT CardReader where it has them."""

from typing import Literal, TypeAlias

import msgspec

ReaderType: TypeAlias = Literal["motor", "dip", "contactless"]
ChipProtocol: TypeAlias = Literal["chipT0", "chipT1", "chipTypeB"]
MemoryChipProtocol: TypeAlias = Literal["siemens4442"]
CardPosition: TypeAlias = Literal["exit", "transport"]


class CardReaderCapabilities(msgspec.Struct, frozen=True):
    """`can_retain` is True only for a reader that has been told to keep forgotten cards; see `keeping.py`.

    Without `card_taken_sensor` that a card is gone is only inferred. `holds_card` says whether an ejection
    moves anything, or only asks the person.
    """

    type: ReaderType
    chip_protocols: tuple[ChipProtocol, ...]
    card_taken_sensor: bool
    positions: tuple[CardPosition, ...]
    holds_card: bool
    can_retain: bool = False
    memory_chip_protocols: tuple[MemoryChipProtocol, ...] = ()
    reports_entry: bool = True
    """Whether the device says itself if its entry is open."""


MOTOR_WITH_CONTACTS = CardReaderCapabilities(
    type="motor",
    chip_protocols=("chipT0", "chipT1"),
    card_taken_sensor=True,
    positions=("exit", "transport"),
    holds_card=True,
    memory_chip_protocols=("siemens4442",),
)
