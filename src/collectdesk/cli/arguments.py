"""How the commands' parser speaks, and the arguments that several commands share."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from collectdesk.domain.zones import CHINA_TIME
from collectdesk.words import LANGUAGES, Words, mark

Add = Callable[[str, str], argparse.ArgumentParser]
Say = Callable[[str], str]


ARGPARSE: Final = (
    mark("usage: "),
    mark("positional arguments"),
    mark("options"),
    mark("show this help message and exit"),
    mark("%(prog)s: error: %(message)s\n"),
    mark("argument %(argument_name)s: %(message)s"),
    mark("the following arguments are required: %s"),
    mark("unrecognized arguments: %s"),
    mark("invalid choice: %(value)r (choose from %(choices)s)"),
    mark("invalid %(type)s value: %(value)r"),
    mark("ambiguous option: %(option)s could match %(matches)s"),
    mark("expected one argument"),
    mark("expected at most one argument"),
    mark("expected at least one argument"),
    mark("expected %s argument"),
    mark("expected %s arguments"),
    mark("ignored explicit argument %r"),
    mark("one of the arguments %s is required"),
    mark("not allowed with argument %s"),
)
"""What the standard library's parser says by itself, as its versions 3.11 to 3.13 word it."""


@contextmanager
def speaking(words: Words) -> Iterator[None]:
    """Let the standard library's parser speak this language: it asks gettext for its words, by two names."""
    inside: Any = argparse
    before = inside._, inside.ngettext
    inside._ = words.say
    inside.ngettext = lambda one, many, count: words.say(one if count == 1 else many)
    try:
        yield
    finally:
        inside._, inside.ngettext = before


class Parser(argparse.ArgumentParser):
    """A parser whose usage, help and errors are in the person's language, as the sentences around them."""

    words: Words | None = None

    def parse_args(self, *given: Any, **also: Any) -> Any:
        if self.words is None:
            return super().parse_args(*given, **also)
        with speaking(self.words):
            return super().parse_args(*given, **also)


def shared(words: Words, argument_default: str | None = None) -> Parser:
    say = words.say
    made = Parser(add_help=False, argument_default=argument_default)
    made.add_argument(
        "--branch", type=Path, help=say(mark("the branch's folder; default: the practice branch"))
    )
    made.add_argument("--as", dest="login", help=say(mark("who signs in; default: clerk")))
    made.add_argument(
        "--password-fd", type=int, help=say(mark("read the password from this file descriptor"))
    )
    made.add_argument("--json", action="store_true", help=say(mark("print JSON for machines")))
    made.add_argument("--language", choices=LANGUAGES)
    if argument_default is None:
        made.set_defaults(login="clerk", language=words.language)
    return made


def case(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("case", metavar="AJ-…")
    return parser


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} (2026-03-18)") from None


def instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} (2026-03-18T09:30)") from None
    return at if at.tzinfo else at.replace(tzinfo=CHINA_TIME)
