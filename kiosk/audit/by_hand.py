"""The accessibility rules that this audit does not measure, each with the reason and where it is proven."""

from typing import Final

HANDS: Final[dict[str, str]] = {
    "AUD-8": "needs a headset jack and a keypad with keys, which this machine does not have",
    "WHL-5": "the room around the machine: floor, knee space, seat, turning circle",
    "ADV-1": "review: every word of a screen comes from assets/texts, and none of it sells anything",
    "FLW-3": "review: one menu, then one question after the other; choices are counted by FLW-2",
}
"""Nothing a program can decide here: hardware, the room, a person, or something this machine has not."""

ELSEWHERE: Final[dict[str, str]] = {
    "CRD-4": "tests/session/test_card_loads.py, tests/system/test_power_cuts_with_meter_card.py",
    "AST-1": "tests/mirror, tests/system/test_companion.py; how far behind: make bench ARGS=companion",
    "AST-3": "tests/session/test_helper_acts.py: helpers confirm no payment, end none with notes inside",
    "AST-4": "tests/session/test_helper.py, test_helper_acts.py: gone with the session, blind without a hold",
    "TCH-7": "tests/screens/test_fingers.py: real touches, slid off and lifted",
    "TCH-9": "tests/screens/test_touch_rules.py and the journeys with double taps",
    "TCH-10": "tests/screens/test_fingers.py: several fingers at once",
    "TCH-11": "tests/screens/test_fingers.py: what is pressed looks so at once; the click is a loudspeaker's",
    "TIM-9": "tests/session, tests/gateway: a phone code's payment ends paid, cancelled or being checked",
    "AUD-3": "tests/voice: rates and pauses handed to the engine; how it sounds needs an ear",
    "AUD-4": "tests/voice: start and cut with a player that is timed",
    "AUD-7": "tests/voice: a journey without any sound device",
    "PRV-3": "tests/system/test_privacy.py: planted values are looked for everywhere",
    "PRV-4": "tests/session/test_privacy.py: going back after the end reveals nobody",
    "CRD-1": "tests/journeys: the identity card is held out within two seconds",
    "REC-1": "tests/receipt: type, seal, serial and masks on paper",
    "REC-2": "tests/session/test_receipt.py: paper that runs low or out",
    "RES-2": "tests/power and tests/system: power cuts and kills at every step",
}
"""Proven by tests of their own, against devices, disks or fingers that this audit does not have."""
