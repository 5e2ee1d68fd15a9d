"""The command that holds every screen to the accessibility rules."""

import argparse
import os
import sys
from functools import partial

from kiosk.commands.arguments import Commands, config_argument, new_folder
from kiosk.commands.telling import with_settings


def add_audit(commands: Commands) -> None:
    audit = commands.add_parser(
        "audit",
        parents=[config_argument()],
        help="hold every screen to the accessibility rules, in every size, theme, language and orientation",
    )
    audit.add_argument("--json", action="store_true", help="the result as one JSON object")
    audit.add_argument("--out", type=new_folder, default=None, help="folder for contact sheets")
    audit.add_argument("--orientation", choices=("portrait", "landscape", "all"), default="all")
    audit.add_argument("--size", choices=("100", "150", "200", "all"), default="all")
    audit.add_argument("--theme", choices=("light", "black", "white", "all"), default="all")
    audit.add_argument("--language", choices=("zh", "en", "all"), default="all")
    audit.add_argument("--role", choices=("resident", "helper", "all"), default="all")
    audit.add_argument("--reach", choices=("on", "off", "all"), default="all", help="portrait alone has it")
    audit.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes, one window each")
    audit.add_argument("--quick", action="store_true", help="one screen of each make, whatever its words")
    audit.add_argument("--places", type=int, default=8, help="of a rule that failed, so many places are told")
    audit.set_defaults(command=_audit)


def _audit(arguments: argparse.Namespace) -> int:
    from kiosk.audit.combinations import LANGUAGES, ORIENTATIONS, ROLES, SIZES, THEMES, Wanted
    from kiosk.audit.command import Asked, audit

    wanted = Wanted(
        orientations=[each for each in ORIENTATIONS if arguments.orientation in {each, "all"}],
        sizes=[each for each in SIZES if arguments.size in {str(each), "all"}],
        themes=[each for each in THEMES if arguments.theme in {each, "all"}],
        languages=[each for each in LANGUAGES if arguments.language in {each, "all"}],
        roles=[each for each in ROLES if arguments.role in {each, "all"}],
        reaches=[each for each in (False, True) if arguments.reach in {"on" if each else "off", "all"}],
    )
    asked = Asked(
        config=arguments.config,
        wanted=wanted,
        json=arguments.json,
        out=arguments.out,
        places=arguments.places,
        jobs=max(1, arguments.jobs),
        quick=arguments.quick,
    )
    say, tell = partial(print, flush=True), partial(print, file=sys.stderr, flush=True)
    return with_settings(lambda: audit(asked, say, tell))
