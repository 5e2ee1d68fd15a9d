"""The commands that open screens: the kiosk itself, and the demonstration offscreen."""

import argparse
import os
import sys
from functools import partial
from pathlib import Path

from kiosk import places
from kiosk.commands.arguments import Commands, config_argument, new_folder, scale
from kiosk.commands.telling import log_to_stderr, with_settings

TO_PLAY = (
    *("scan", "id", "typed", "combined", "others", "cash", "cash_rest", "cash_left", "recharge_card"),
    *("outage", "history", "prepaid", "gas_card", "reprint", "repair", "capacity", "debit", "resume"),
    *("household", "transfer", "open_account", "account_numbers"),
    "all",
)
"""Those of kiosk.demonstration.journeys, which opens a window where it is imported."""


def add_screens(commands: Commands) -> None:
    run = commands.add_parser(
        "run",
        parents=[config_argument()],
        help="open the kiosk; without a display, play the demonstration",
    )
    run.add_argument("--scale", type=scale, help="size of the screen drawn, 1 for the real one")
    run.add_argument(
        "--fresh",
        action="store_true",
        help="demonstration: forget earlier payments, all bills are owed again",
    )
    run.add_argument(
        "--scenario", type=Path, metavar="FILE", help="what hands and faults do to simulated devices, in TOML"
    )
    run.set_defaults(command=_run)

    demo = commands.add_parser(
        "demo", parents=[config_argument()], help="a simulated customer pays, offscreen, with pictures"
    )
    demo.add_argument("--journey", default="all", choices=TO_PLAY)
    demo.add_argument("--out", type=new_folder, default=None, help="folder for pictures and summary.json")
    demo.add_argument("--bill-image", type=Path, help="picture of a bill, shown to the camera")
    demo.add_argument("--pay-code-image", type=Path, help="picture of a phone's payment code")
    demo.add_argument("--orientation", default="portrait", choices=("portrait", "landscape"))
    demo.add_argument(
        "--size", default="100", choices=("100", "150", "200", "all"), help="of letters, in percent"
    )
    demo.add_argument("--theme", default="light", choices=("light", "black", "white", "all"))
    demo.add_argument("--language", default="zh", choices=("zh", "en", "all"))
    demo.add_argument(
        "--hand", default="resident", choices=("resident", "helper"), help="who presses all but the payment"
    )
    demo.add_argument("--realtime", action="store_true", help="devices move at their real speed")
    demo.set_defaults(command=_demo)


def _run(arguments: argparse.Namespace) -> int:
    if os.environ.get("DISPLAY") or os.environ.get("SDL_VIDEODRIVER"):
        log_to_stderr()
        return with_settings(lambda: _open_window(arguments))
    return with_settings(lambda: _run_without_display(arguments))


def _open_window(arguments: argparse.Namespace) -> int:
    from kiosk.app import Wanted, run_window

    say = partial(print, flush=True)
    return run_window(arguments.config, say, Wanted(arguments.scale, arguments.fresh, arguments.scenario))


def _run_without_display(arguments: argparse.Namespace) -> int:
    """A demonstration is played offscreen; a real machine must be told its display."""
    from kiosk.wiring.checked_settings import load_settings

    needed = "set DISPLAY to this machine's X server, such as :0"
    if not load_settings(arguments.config).kiosk.mode.demonstration:
        print(f"There is no display: {needed}", file=sys.stderr)
        return 1
    if arguments.scenario is not None:
        print(f"A scenario is played in the window, and there is no display: {needed}", file=sys.stderr)
        return 1
    print("There is no display here (DISPLAY is not set): playing the demonstration offscreen instead.")
    arguments.journey, arguments.out, arguments.orientation = "all", None, "portrait"
    arguments.bill_image = arguments.pay_code_image = None
    arguments.realtime = False
    arguments.size, arguments.theme, arguments.language = "100", "light", "zh"
    arguments.hand = "resident"
    return _demo(arguments)


def _demo(arguments: argparse.Namespace) -> int:
    from kiosk.demonstration.journeys import JOURNEYS
    from kiosk.demonstration.play import Wanted, comforts, play

    every = arguments.journey == "all"
    wanted = Wanted(
        journeys=tuple(JOURNEYS) if every else (arguments.journey,),
        out=arguments.out or places.cache_folder() / "demonstration",
        orientation=arguments.orientation,
        bill_image=arguments.bill_image,
        pay_code_image=arguments.pay_code_image,
        realtime=arguments.realtime,
        comforts=comforts(arguments.size, arguments.theme, arguments.language),
        hand=arguments.hand,
    )
    return with_settings(lambda: play(arguments.config, wanted))
