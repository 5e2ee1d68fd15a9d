"""Templates of the operator's page: everything put into one is escaped, and nothing may be missing."""

from collections.abc import Mapping
from functools import cache, partial
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined

from kiosk.gateway.http.operator.words import HTML_LANGUAGE, LANGUAGES, Language, say, say_code
from kiosk.gateway.sql.counted import MOST_COUNTED
from kiosk.gateway.steady_time import local_time


def render(template: str, language: Language, values: Mapping[str, object]) -> str:
    """`template` is a file of `pages/operator`. Raises jinja2.UndefinedError where a value is missing."""
    return _environment(language).get_template(template).render(values)


def yuan(fen: int) -> str:
    """1,234.50, with a true minus sign."""
    sign = "−" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def moment(at_ms: int | None) -> str:
    """In China, to the second."""
    return "" if at_ms is None else local_time(at_ms).strftime("%Y-%m-%d %H:%M:%S")


def how_many(number: int) -> str:
    """10,000+ where nobody has counted on."""
    return f"{number:,}+" if number == MOST_COUNTED else f"{number:,}"


def machine_moment(at_ms: int) -> str:
    return local_time(at_ms).isoformat()


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(_source),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(yuan=yuan, moment=moment, machine_moment=machine_moment, how_many=how_many)
    environment.globals.update(
        say=partial(say, language),
        say_code=partial(say_code, language),
        language=language,
        html_language=HTML_LANGUAGE[language],
        other_language=next(each for each in LANGUAGES if each != language),
    )
    return environment


def _source(name: str) -> str | None:
    file = resources.files("kiosk.gateway").joinpath("pages", "operator", name)
    return file.read_text("utf-8") if file.is_file() else None
