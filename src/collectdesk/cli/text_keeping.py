"""Texts to customers on the command line: their versions, a new one from a file, and what is decided on it."""

from __future__ import annotations

from argparse import Namespace

from collectdesk.cli.entering import run
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.contact.text_keeping import DecideText, ListTexts, TextLine, WithdrawText, WriteText
from collectdesk.desk.vault.access import Session
from collectdesk.domain.contact.texts import TextState
from collectdesk.domain.refusals import Refused
from collectdesk.terms import term
from collectdesk.words import mark


def texts(opened: Session, options: Namespace, saying: Saying) -> int:
    """One act on the branch's texts."""
    if options.what == "list":
        return _list(opened, saying)
    if options.what == "write":
        return _write(opened, options, saying)
    line = _chosen(opened, options)
    if options.what == "withdraw":
        run(opened, WithdrawText(line.text_id, options.reason))
    else:
        run(opened, DecideText(line.text_id, options.what == "approve", options.reason))
    saying.say(mark("Version {number} of {code}: done."), number=line.text.version, code=line.text.code)
    saying.result({"code": line.text.code, "version": line.text.version})
    return DONE


def _list(opened: Session, saying: Saying) -> int:
    words, found = saying.words, run(opened, ListTexts())
    headings = (mark("Text"), mark("Language"), mark("Version"), mark("State"), mark("Title"))
    used = words.say(mark("In use"))
    rows = [
        [t.text.code, t.text.language, str(t.text.version), used if t.in_use else term(words, t.text.state),
         t.text.title]
        for t in found
    ]  # fmt: skip
    saying.table([words.say(heading) for heading in headings], rows)
    saying.result(found)
    return DONE


def _write(opened: Session, options: Namespace, saying: Saying) -> int:
    """The body comes from a file: its first line is the title, lines that begin with "+ " the sentences to add."""
    if options.file is None:
        raise Refused("option.out_missing")
    try:
        title, _, rest = options.file.read_text("utf-8-sig").partition("\n")
    except UnicodeDecodeError:
        raise Refused("option.not_text", file=options.file.name) from None
    lines = rest.splitlines()
    added = tuple(line[2:] for line in lines if line.startswith("+ "))
    body = "\n".join(line for line in lines if not line.startswith("+ "))
    text_id = run(opened, WriteText(options.text, options.text_language, title, body, added, options.reason))
    saying.say(mark("The version waits for somebody else's approval."))
    saying.result({"text": text_id})
    return DONE


def _chosen(opened: Session, options: Namespace) -> TextLine:
    wanted = TextState.APPROVED if options.what == "withdraw" else TextState.WAITING
    found: tuple[TextLine, ...] = run(opened, ListTexts())
    for line in found:
        if (line.text.code, line.text.language, line.text.state) == (
            options.text,
            options.text_language,
            wanted,
        ):
            return line
    raise Refused("text.none_such", state=wanted)
