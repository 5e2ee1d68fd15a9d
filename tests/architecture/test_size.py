"""Files and functions stay small enough to be read in one go."""

import ast

from .source import CODE, files, functions, place, tree

LONGEST_FILE = 300
LONGEST_FUNCTION = 50


def test_no_file_is_too_long() -> None:
    lengths = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}
    assert len(lengths) > 20


def test_no_function_is_too_long() -> None:
    long = {
        place(path, function): lines
        for path in files()
        for function in functions(tree(path))
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def test_every_module_with_code_says_what_it_is_for() -> None:
    silent = [place(path) for path in files(*CODE) if tree(path).body and not ast.get_docstring(tree(path))]
    assert silent == []
