"""The sections of a case file: each lays one document of the file from the top of a fresh page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.reports.drawing.flow import Column, Fact, Flow
from collectdesk.reports.solutions.agreement import add_up, lay_schedule
from collectdesk.reports.visits.visit_record import lay_breaches, lay_decisions

if TYPE_CHECKING:
    from collectdesk.reports.archive.case_parts import CaseArrangement, CaseAssessment, CaseFile


def lay_customer(flow: Flow, content: CaseFile) -> None:
    words = flow.paper.words
    flow.facts(
        (
            Fact(words.say("Customer"), content.customer, strong=True),
            Fact(words.say("Customer no."), content.customer_no),
            *(Fact(key, value) for key, value in content.identity),
        )
    )
    flow.space(6)
    flow.heading(words.say("Products"))
    columns = (
        Column(words.say("Product"), 2.4),
        Column(words.say("Account"), 2.8),
        Column(words.say("Contract"), 3.1),
        Column(words.say("Opened on"), 2.6, "centre"),
        Column(words.say("Granted"), 2.6, "right"),
        Column(words.say("Balance"), 2.6, "right"),
        Column(words.say("Overdue amount"), 2.4, "right"),
        Column(words.say("Days overdue"), 2, "right"),
        Column(words.say("Five-category class"), 3.2, "centre"),
    )
    rows = [
        (
            item.product,
            item.account,
            item.contract or "—",
            words.date(item.opened_on),
            words.money(item.granted, sign=False),
            words.money(item.balance, sign=False),
            words.money(item.overdue, sign=False),
            words.number(item.dpd),
            item.five_class or "—",
        )
        for item in content.products
    ]
    flow.size -= 1
    flow.table(columns, rows, empty=words.say("No products."))
    flow.size += 1
    _lay_contact_points(flow, content)


def _lay_contact_points(flow: Flow, content: CaseFile) -> None:
    words = flow.paper.words
    flow.heading(words.say("Contact points"))
    columns = (
        Column(words.say("Name"), 2.2),
        Column(words.say("Relation"), 1.8),
        Column(words.say("Kind"), 2.4),
        Column(words.say("Contact details"), 4.2),
        Column(words.say("Source"), 2.4),
        Column(words.say("State"), 1.8),
    )
    rows = [
        (point.person, point.relation, point.kind, point.value, point.source or "—", point.state)
        for point in content.contact_points
    ]
    flow.table(columns, rows, empty=words.say("None on file."))


def lay_assessments(flow: Flow, content: CaseFile) -> None:
    words = flow.paper.words
    if not content.assessments:
        flow.paragraph(words.say("None on file."))
    for assessment in content.assessments:
        _lay_assessment(flow, assessment)


def _lay_assessment(flow: Flow, assessment: CaseAssessment) -> None:
    words = flow.paper.words
    flow.heading(words.instant(assessment.at), keep=110)
    flow.facts(
        (
            Fact(words.say("Score"), f"{words.number(assessment.score)}   {assessment.band}", strong=True),
            Fact(words.say("Scorecard"), assessment.scorecard),
            Fact(words.say("Willingness"), assessment.willingness),
            Fact(words.say("Ability"), assessment.ability),
            Fact(words.say("Visit warranted"), assessment.visit),
            Fact(words.say("Assessed by"), assessment.by),
        )
    )
    if assessment.override:
        flow.space(4)
        flow.callout(assessment.override, heading=words.say("Overridden, because"))
    flow.space(4)
    columns = (Column(words.say("Grounds"), 8), Column(words.say("Points"), 1.5, "right"))
    rows = [(reason.text, f"{reason.points:+d}") for reason in assessment.reasons]
    flow.table(columns, rows, empty=words.say("No reasons on file."))


def lay_contacts(flow: Flow, content: CaseFile) -> None:
    words = flow.paper.words
    columns = (
        Column(words.say("When"), 3),
        Column(words.say("Channel"), 1.6),
        Column(words.say("Person spoken to"), 2.2),
        Column(words.say("Made by"), 2),
        Column(words.say("Result"), 2.6),
        Column(words.say("Remark"), 5.4),
    )
    rows = [
        (words.instant(item.at), item.channel, item.person, item.by, item.outcome, item.note or "—")
        for item in content.contacts
    ]
    flow.table(columns, rows, empty=words.say("None on file."))


def lay_arrangements(flow: Flow, content: CaseFile) -> None:
    words = flow.paper.words
    if not content.arrangements:
        flow.paragraph(words.say("No arrangement on file."))
    for arrangement in content.arrangements:
        _lay_arrangement(flow, arrangement)
    flow.heading(words.say("Promises"))
    columns = (
        Column(words.say("Made on"), 2.2, "centre"),
        Column(words.say("Due on"), 2.2, "centre"),
        Column(words.say("Promised amount"), 3, "right"),
        Column(words.say("Paid by then"), 3, "right"),
        Column(words.say("State"), 2.4),
        Column(words.say("Made to"), 3),
    )
    rows = [
        (
            words.date(item.made_on),
            words.date(item.due_on),
            words.money(item.amount),
            words.money(item.paid),
            item.state,
            item.made_to or "—",
        )
        for item in content.promises
    ]
    flow.table(columns, rows, empty=words.say("None on file."))


def _lay_arrangement(flow: Flow, arrangement: CaseArrangement) -> None:
    words = flow.paper.words
    flow.heading(f"{arrangement.kind}  {arrangement.number}", keep=110)
    flow.facts(
        (
            Fact(words.say("State"), arrangement.state, strong=True),
            Fact(words.say("Agreed on"), words.date(arrangement.agreed_on)),
            Fact(words.say("Approved by"), arrangement.approved_by, wide=True),
            Fact(words.say("Terms"), arrangement.terms, wide=True),
        )
    )
    flow.space(4)
    if arrangement.schedule:
        lay_schedule(flow, arrangement.schedule)


def lay_payments(flow: Flow, content: CaseFile) -> None:
    words = flow.paper.words
    columns = (
        Column(words.say("Paid on"), 2.2, "centre"),
        Column(words.say("Account"), 3.4),
        Column(words.say("Amount"), 2.8, "right"),
        Column(words.say("Channel"), 2.4),
        Column(words.say("Bank reference"), 4),
        Column(words.say("State"), 2),
    )
    rows = [
        (
            words.date(item.paid_on),
            item.account,
            words.money(item.amount),
            item.channel,
            item.reference,
            item.state,
        )
        for item in content.payments
    ]
    if len(rows) > 1:
        together = add_up([item.amount for item in content.payments])
        rows.append((words.say("Total"), "", words.money(together), "", "", ""))
    flow.table(columns, rows, empty=words.say("None on file."), last_is_total=len(rows) > 1)


def lay_rules(flow: Flow, content: CaseFile) -> None:
    words = flow.paper.words
    if content.rule_pack:
        flow.facts((Fact(words.say("Rule pack"), content.rule_pack, wide=True),))
        flow.space(5)
    lay_breaches(flow, content.breaches)
    lay_decisions(flow, content.decisions)
    if not content.breaches:
        flow.paragraph(words.say("No breach is recorded in this case."))


def lay_audit(flow: Flow, content: CaseFile) -> None:
    words = flow.paper.words
    flow.facts((Fact(words.say("Root digest"), content.audit_root, wide=True, strong=True),))
    flow.space(5)
    columns = (
        Column(words.say("No."), 1.6, "right"),
        Column(words.say("When"), 3),
        Column(words.say("Who"), 2.4),
        Column(words.say("Deed"), 3.6),
        Column(words.say("Subject"), 3.6),
        Column(words.say("Digest"), 3),
    )
    rows = [
        (
            words.number(line.seq),
            words.instant(line.at),
            line.actor,
            line.action,
            line.subject,
            line.digest[:16],
        )
        for line in content.audit
    ]
    flow.table(columns, rows, empty=words.say("None on file."))
