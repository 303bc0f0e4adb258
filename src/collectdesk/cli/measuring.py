"""The figures of effect on the command line."""

from __future__ import annotations

from argparse import Namespace

from collectdesk.cli.entering import run
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.access import Session
from collectdesk.desk.effect import ShowEffect
from collectdesk.desk.figure_papers import ExportFigures, PrintBranchReport
from collectdesk.desk.measures import ShowMeasures
from collectdesk.domain.effect import Cut, Span
from collectdesk.terms_figures import cell_words, effect_tables, measure_tables
from collectdesk.words import mark


def show_effect(opened: Session, options: Namespace, saying: Saying) -> int:
    """Every table; with a file named, that file beside it."""
    words = saying.words
    cut = Cut(options.product, options.area, options.reason)
    asked = (Span(options.span), options.as_of, cut)
    figures, measures = run(opened, ShowEffect(*asked)), run(opened, ShowMeasures(*asked))
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
