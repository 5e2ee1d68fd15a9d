"""The day's end by command line: reconciliation, day sheets, and what simulated providers would send."""

import argparse
from pathlib import Path

from kiosk.commands.arguments import Commands, database_argument, day, db_url, key_file_argument, source_file


def add_day_end(commands: Commands) -> None:
    of_day = argparse.ArgumentParser(add_help=False)
    of_day.add_argument("day", type=day, metavar="DATE", help="such as 2026-11-21")
    database = database_argument()

    compared = commands.add_parser(
        "reconcile",
        parents=[of_day, database, key_file_argument()],
        help="compare a day of the ledger with day-end files",
    )
    compared.add_argument(
        "--file",
        action="append",
        default=[],
        type=source_file,
        dest="files",
        metavar="SOURCE=PATH",
        help="a file of a provider such as wechat, or of biller:ID; once for each",
    )
    compared.add_argument("--export", type=Path, metavar="FOLDER", help="write our own book of every source")
    compared.add_argument("--json", action="store_true", help="one JSON object with every difference")
    compared.set_defaults(command=_reconcile)

    sheet = commands.add_parser(
        "day-sheet", parents=[of_day, database], help="each kiosk's totals of a day beside the gateway's"
    )
    sheet.add_argument("--kiosk", default=None, metavar="ID", help="of this kiosk alone")
    sheet.add_argument("--json", action="store_true", help="one JSON object")
    sheet.set_defaults(command=_day_sheet)

    simulated = commands.add_parser(
        "provider-files", parents=[of_day, database], help="write what simulated providers would send"
    )
    simulated.add_argument("--out", type=Path, required=True, help="folder for the files")
    simulated.set_defaults(command=_provider_files)


def _reconcile(arguments: argparse.Namespace) -> int:
    from kiosk.reconcile.command import reconcile

    return reconcile(
        db_url(arguments),
        arguments.day,
        arguments.files,
        arguments.export,
        arguments.key_file,
        as_json=arguments.json,
    )


def _day_sheet(arguments: argparse.Namespace) -> int:
    from kiosk.reconcile.command import day_sheet

    return day_sheet(db_url(arguments), arguments.day, arguments.kiosk, as_json=arguments.json)


def _provider_files(arguments: argparse.Namespace) -> int:
    from kiosk.reconcile.command import provider_files

    return provider_files(db_url(arguments), arguments.day, arguments.out)
