"""The figures of effect on the command line."""

from __future__ import annotations

from argparse import Namespace

from collectdesk.cli.entering import run
from collectdesk.cli.saying import DONE, QUARANTINED, UNUSABLE, Saying
from collectdesk.desk.results.effect import ShowEffect
from collectdesk.desk.results.figure_papers import ExportFigures, PrintBranchReport
from collectdesk.desk.results.measures import ShowMeasures
from collectdesk.desk.results.month_end import CheckMonth, FillTemplate, FreezeMonth, ListMonths
from collectdesk.desk.vault.access import Session
from collectdesk.domain.refusals import Refused
from collectdesk.domain.results.effect import ALL, Cut, Span
from collectdesk.terms_figures import cell_words, effect_tables, measure_tables
from collectdesk.words import mark


def show_effect(opened: Session, options: Namespace, saying: Saying) -> int:
    """Every table; with a file named, that file beside it."""
    words = saying.words
    team = _team_of(opened, options) if options.team else ""
    cut = Cut(options.product, options.area, options.reason, team)
    asked = (Span(options.span), options.as_of, cut)
    figures, measures = run(opened, ShowEffect(*asked, whole=True)), run(opened, ShowMeasures(*asked))
    for table in (*effect_tables(words, figures), *measure_tables(words, measures)):
        saying.line(f"\n{table.title}")
        if not table.lines:
            saying.line(table.empty)
            continue
        width = len(table.headings)
        rows = [
            [cell_words(words, one) for one in (*line.cells, *[""] * width)[:width]] for line in table.lines
        ]
        saying.table(list(table.headings), rows)
    for target, deed in ((options.xlsx, ExportFigures), (options.pdf, PrintBranchReport)):
        if target is not None:
            path = run(opened, deed(target, words.language, *asked))
            saying.say(mark("Written to {path}."), path=path)
    saying.result({"figures": figures, "measures": measures})
    return DONE


def _team_of(opened: Session, options: Namespace) -> str:
    """The officer of visits with that name; raises Refused(option.which_one)."""
    known = run(opened, ShowMeasures(Span(options.span), options.as_of, ALL)).choices.teams
    found: list[str] = [staff for staff, name in known if options.team in name]
    if len(found) != 1:
        raise Refused("option.which_one", value=options.team)
    return found[0]


def month_end(opened: Session, options: Namespace, saying: Saying) -> int:
    """Frozen months; 3 where figures come out otherwise now, 2 where the row isn't what was frozen."""
    words = saying.words
    if options.what == "freeze":
        digest = run(opened, FreezeMonth(options.month))
        saying.say(mark("{month} is frozen: {digest}"), month=options.month, digest=digest)
    elif options.what == "check":
        return _check_month(opened, options, saying)
    elif options.what == "fill":
        if options.template is None or options.out is None:
            raise Refused("option.template_missing")
        made = run(opened, FillTemplate(options.out, options.template, options.month))
        saying.say(mark("{count} cells filled in {path}."), count=made.cells, path=options.out)
    lines = run(opened, ListMonths())
    for one in lines:
        saying.line(f"{one.month.month}  {words.instant(one.month.frozen_at)}  {one.by}  {one.month.digest}")
    saying.result([one.month for one in lines])
    return DONE


def _check_month(opened: Session, options: Namespace, saying: Saying) -> int:
    found = run(opened, CheckMonth(options.month))
    if not found.is_whole:
        saying.say(mark("What lies in the file isn't what was frozen."))
    for each in found.differences:
        saying.line(f"{each.name}  {each.frozen} → {each.now}")
    if found.is_whole and not found.differences:
        saying.say(mark("Every figure comes out as it was frozen."))
    saying.result(found)
    return UNUSABLE if not found.is_whole else QUARANTINED if found.differences else DONE
