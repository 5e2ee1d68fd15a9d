"""Every word shown comes from `assets/texts`: no key is missing there and none lies there unused."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

from kiosk.session.helper_words import stem
from kiosk.session.steps import Step
from kiosk.texts import load_texts

from .source import ROOT, docstrings, files, place, tree

KEYS = load_texts("zh").keys()
TABLES = {key.partition(".")[0] for key in KEYS}
KEY = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")
GAP = "*"
"""Stands for `{...}` in `problem.{stem}.title`."""

_FILES = (".png", ".db", ".json", ".jsonl", ".key", ".toml")
"""Dotted names of the code that are files, not words."""

_SILENT_ROOMS = {"backend", "gateway", "mirror", "payment", "settings", "wire"}


@cache
def speaking_files() -> tuple[Path, ...]:
    """The rooms that speak to residents; the others have dotted names of their own."""
    kiosk = [path for path in files("kiosk") if path.relative_to(ROOT).parts[1] not in _SILENT_ROOMS]
    return (*kiosk, *files("screens"))


def literals(module: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    """Texts in the code with GAP for what is filled in, docstrings left out."""
    parts = {id(part) for node in ast.walk(module) if isinstance(node, ast.JoinedStr) for part in node.values}
    parts |= docstrings(module)
    for node in ast.walk(module):
        match node:
            case ast.JoinedStr(values=values):
                yield (
                    node,
                    "".join(str(part.value) if isinstance(part, ast.Constant) else GAP for part in values),
                )
            case ast.Constant(value=str(value)) if id(node) not in parts:
                yield node, value


def asked_keys(module: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    """Keys handed to `text(...)` or `Text(...)`, or plainly naming a table of the words."""
    handed = {
        id(node.args[0])
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"text", "Text"}
        and node.args
    }
    for node, literal in literals(module):
        named = KEY.fullmatch(literal.replace(GAP, "x")) and literal.partition(".")[0] in TABLES
        named = named and not literal.endswith(_FILES)
        if id(node) in handed or named:
            yield node, literal


def tables_taken_whole(module: ast.Module) -> Iterator[str]:
    """`texts.table("receipt_paper")` fills a Struct, which checks the keys by itself."""
    for node in ast.walk(module):
        match node:
            case ast.Call(func=ast.Attribute(attr="table"), args=[ast.Constant(value=str(name))]):
                yield name


def words_of(literal: str) -> re.Pattern[str]:
    return re.compile(re.escape(literal).replace(re.escape(GAP), "([a-z0-9_.]+)"))


def test_every_key_asked_for_is_there() -> None:
    missing = [
        f"{place(path, node)}: {literal}"
        for path in speaking_files()
        for node, literal in asked_keys(tree(path))
        if not any(words_of(literal).fullmatch(key) for key in KEYS)
    ]
    assert missing == []


def words_of_settings(*names: str) -> set[str]:
    """What stands in quotation marks in these files: names of utilities, services, questions and answers."""
    said = [(ROOT / "config" / f"{name}.toml").read_text(encoding="utf-8") for name in names]
    return {word for each in said for word in re.findall(r'"(\w+)"', each)}


def test_no_key_lies_unused() -> None:
    """A key made at run time is used when what fills its gap is a word of the code (a device's state is the
    drivers' word, a step's its name) or of the settings."""
    modules = [tree(path) for path in files("kiosk", "screens", "drivers")]
    found = {literal for module in modules for _node, literal in literals(module)}
    whole_tables = {table for module in modules for table in tables_taken_whole(module)}
    words = found | {stem(kind) for kind in get_args(Step)} | words_of_settings("utilities", "services")
    patterns = [words_of(literal) for literal in found if GAP in literal and "." in literal.strip(".")]
    made = {
        key
        for key in KEYS - found
        for pattern in patterns
        if (match := pattern.fullmatch(key)) and all(part in words for part in match.groups())
    }
    taken = {key for key in KEYS if key.rpartition(".")[0] in whole_tables}
    assert sorted(KEYS - found - made - taken) == []
