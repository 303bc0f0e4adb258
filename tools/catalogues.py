"""Extracts, checks and compiles the catalogues: English sentences from src, Chinese in resources/locale.

Usage: catalogues.py extract | check | compile. ``extract`` prints the sentences that have no Chinese yet,
ready to be moved into a room's ``.po`` file; ``check`` fails on missing, differing or stale entries;
``compile`` writes the ``.mo`` files that the program reads.
"""

from __future__ import annotations

import ast
import string
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, normalize, read_po

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog, Message

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
LOCALES = ROOT / "resources" / "locale"
TAKES = {"say": (0,), "mark": (0,), "plural": (0, 1)}
"""What takes a sentence, and at which places: ``plural`` takes one and many."""
TAKES_IN = {"collectdesk/domain/rules/facts.py": {"Fact": (2,), "_yes_no": (1,), "_number": (1,)}}
"""The domain may not import ``mark``; its table of rule facts says what each one means all the same."""


@dataclass(frozen=True)
class Sentence:
    """One sentence of the program: its English, the plural form if it has one, and where it stands."""

    english: str
    plural: str
    place: str


def sentences(source: Path = SOURCE) -> tuple[list[Sentence], list[str]]:
    """Every sentence of the source, and the troubles that keep a sentence from being found."""
    found: list[Sentence] = []
    troubles: list[str] = []
    for file in sorted(source.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"), str(file))
        takes = TAKES | TAKES_IN.get(file.relative_to(source).as_posix(), {})
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            places = takes.get(_called(call), ())
            parts = [call.args[place] for place in places if place < len(call.args)]
            if not parts or len(parts) < len(places):
                continue
            place = f"{file.relative_to(source.parent).as_posix()}:{call.lineno}"
            if any(_is_composed(part) for part in parts):
                troubles.append(f"{place}: a composed sentence can't be translated: use named placeholders")
            texts = [text for part in parts if (text := _literal(part))]
            if len(texts) == len(parts):
                found.append(Sentence(texts[0], texts[1] if len(texts) > 1 else "", place))
    return found, troubles


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _literal(part: ast.expr) -> str:
    return part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else ""


def _is_composed(part: ast.expr) -> bool:
    """An f-string or a sum holding text: the extraction would see nothing, or half of the sentence."""
    if isinstance(part, ast.JoinedStr):
        return True
    if isinstance(part, ast.BinOp):
        return any(isinstance(leaf, ast.Constant) and isinstance(leaf.value, str) for leaf in ast.walk(part))
    return False


def po_files(locales: Path = LOCALES) -> list[Path]:
    return sorted(locales.glob("*/*.po"))


def read(file: Path) -> Catalog:
    """One catalogue; raises ValueError naming the file and line where it is malformed."""
    with file.open("rb") as opened:
        try:
            return read_po(opened, locale=file.parent.name, abort_invalid=True)
        except PoFileError as trouble:
            raise ValueError(f"{file.name}:{trouble.lineno + 1}: {trouble}") from trouble


def check(source: Path = SOURCE, locales: Path = LOCALES) -> list[str]:
    """All that is wrong between the source and the catalogues, one line each; empty when they agree."""
    used, troubles = sentences(source)
    chinese: dict[str, tuple[str, str]] = {}
    wanted = {sentence.english for sentence in used}
    for file in po_files(locales):
        try:
            catalogue = read(file)
        except ValueError as trouble:
            troubles.append(str(trouble))
            continue
        for message in catalogue:
            troubles += _entry_troubles(file.name, message, wanted, chinese)
    for sentence in used:
        if sentence.english not in chinese:
            troubles.append(f"{sentence.place}: no Chinese for {sentence.english!r}")
            chinese[sentence.english] = ("", "")  # said once is enough
    return troubles


def _entry_troubles(
    name: str, message: Message, wanted: set[str], chinese: dict[str, tuple[str, str]]
) -> Iterator[str]:
    english, translated = _english(message), _chinese(message)
    if not english:
        return
    place = f"{name}:{message.lineno}"
    if english not in wanted:
        yield f"{place}: nobody says {english!r} any more"
    if message.fuzzy or not all(translated):
        yield f"{place}: no finished Chinese for {english!r}"
        return
    for text in translated:
        if placeholders(text) != placeholders(_many(message)):
            yield f"{place}: the placeholders of {text!r} differ from {_many(message)!r}"
        if text == english and " " in english.strip():
            yield f"{place}: {english!r} stands untranslated"
    earlier = chinese.setdefault(english, (translated[0], place))
    if earlier[0] and earlier[0] != translated[0]:
        yield f"{place}: {english!r} is {translated[0]!r} here and {earlier[0]!r} in {earlier[1]}"


def _english(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _many(message: Message) -> str:
    """The fuller form of the English: a singular may leave its count out, the plural never does."""
    return message.id if isinstance(message.id, str) else message.id[-1]


def _chinese(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def placeholders(text: str) -> set[str] | None:
    """The names in braces; None when the braces don't match."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return None


def missing(source: Path = SOURCE, locales: Path = LOCALES) -> list[Sentence]:
    """Sentences without an entry in any catalogue, in the order of the source."""
    known = {_english(message) for file in po_files(locales) for message in read(file)}
    rest = {sentence.english: sentence for sentence in reversed(sentences(source)[0])}
    return [sentence for sentence in reversed(rest.values()) if sentence.english not in known]


def stale(locales: Path = LOCALES) -> list[Path]:
    """Catalogues whose compiled file is missing or older than they are."""
    return [po for po in po_files(locales) if not _is_fresh(po)]


def _is_fresh(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns


def compile_all(locales: Path = LOCALES) -> int:
    """Compile what changed and drop compiled files whose source is gone; returns how many were written."""
    for mo in locales.glob("*/*.mo"):
        if not mo.with_suffix(".po").exists():
            mo.unlink()
    changed = stale(locales)
    for po in changed:
        fresh = po.with_suffix(".mo.partial")
        with fresh.open("wb") as file:
            write_mo(file, read(po))
        fresh.replace(po.with_suffix(".mo"))
    return len(changed)


def _print_entry(sentence: Sentence) -> None:
    print(f"#: {sentence.place}\nmsgid {normalize(sentence.english)}")
    print(f'msgid_plural {normalize(sentence.plural)}\nmsgstr[0] ""\n' if sentence.plural else 'msgstr ""\n')


def main(arguments: list[str]) -> int:
    verb = arguments[0] if arguments else "check"
    if verb == "compile":
        try:
            compile_all()
        except ValueError as trouble:
            print(trouble, file=sys.stderr)
            return 1
        return 0
    if verb == "extract":
        for sentence in missing():
            _print_entry(sentence)
        return 0
    if verb == "check":
        troubles = check()
        print("\n".join(troubles) or "Every sentence has its Chinese")
        return 1 if troubles else 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
