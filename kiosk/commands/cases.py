"""Cases of money in question, by command line: what there is, its history, and an operator's acts."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from kiosk.commands.arguments import Commands, database_argument, db_url, key_file_argument

_ACTS = {
    "approve": "one person's word that it is paid out",
    "pay-out": "the money is handed out; somebody else must have approved it",
    "explain": "close a case in which nobody is owed anything, with --words of why",
    "settle": "take the notes on record as all there are, of cash that its kiosk never closed",
}


def add_cases(commands: Commands) -> None:
    database = database_argument()
    listed = commands.add_parser(
        "cases", parents=[database, key_file_argument()], help="money that somebody must look into"
    )
    listed.add_argument("--open", action="store_true", dest="only_open", help="those not closed yet")
    told = "open the cases of a kiosk's damaged journal: the file that journal --set-aside wrote"
    listed.add_argument("--take-in", type=Path, metavar="FILE", help=told)
    listed.add_argument("--json", action="store_true", help="one JSON object")
    listed.set_defaults(command=_cases)

    one = commands.add_parser(
        "case", parents=[database, key_file_argument()], help="one case and its history, or an act on it"
    )
    one.add_argument("number", help="as a receipt or the list of cases shows it")
    acts = one.add_mutually_exclusive_group()
    for act, told in _ACTS.items():
        acts.add_argument(
            f"--{act}", action="store_const", const=act.replace("-", "_"), dest="act", help=told
        )
    one.add_argument("--token-file", type=Path, help="of the operator who acts: what enrol-operator printed")
    one.add_argument("--words", default="", help="why it is closed, for --explain; name nobody in them")
    one.add_argument("--json", action="store_true", help="one JSON object")
    one.set_defaults(command=_case)


def _cases(arguments: argparse.Namespace) -> int:
    from kiosk.gateway.commands.case_command import all_cases, as_json, as_text, take_in_journal

    def tell() -> None:
        if arguments.take_in:
            print(take_in_journal(db_url(arguments), arguments.take_in, arguments.key_file))
            return
        found = all_cases(db_url(arguments), only_open=arguments.only_open)
        if arguments.json:
            print(as_json(found))
        else:
            print("\n".join(as_text(case) for case in found) or "there is no case")

    return _told(tell)


def _case(arguments: argparse.Namespace) -> int:
    from kiosk.gateway.commands.case_command import act_on, as_json, as_text, one_case

    act, token_file = arguments.act, arguments.token_file
    if (act is None) != (token_file is None):
        print("an act and --token-file go together: it is done in an operator's name", file=sys.stderr)
        return 2
    if (act == "explain") != bool(arguments.words.strip()):
        print("--explain and --words go together: whoever closes a case says why", file=sys.stderr)
        return 2

    def tell() -> None:
        url, number = db_url(arguments), arguments.number
        case = one_case(url, number)
        if act:
            case = act_on(url, number, act, token_file, arguments.key_file, words=arguments.words)
        print(as_json([case]) if arguments.json else as_text(case))

    return _told(tell)


def _told(tell: Callable[[], None]) -> int:
    from kiosk.gateway.commands.case_command import NotDone

    try:
        tell()
    except NotDone as why:
        print(why, file=sys.stderr)
        return 1
    return 0
