"""Owns what a supervisor needs to know before deciding, as facts in people's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from collectdesk.desk.rules.rulebook import rule_by_id
from collectdesk.domain.contact.complaints import RootCause
from collectdesk.domain.contact.contacts import Reached
from collectdesk.domain.customers.petitions import PetitionKind
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.terms import code_term, term
from collectdesk.terms_asking import asked_lines
from collectdesk.terms_clocks import about_text, clause_text, left_text, name_text, since_text
from collectdesk.terms_complaints import next_text
from collectdesk.terms_risk import LEVELS, STRATEGIES, reason_sentence
from collectdesk.terms_rules import CERTAINTIES, FORCES, citation_line
from collectdesk.ui.parts.facts import Fact
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import Enum

    from collectdesk.desk.contact.complaints import ComplaintView
    from collectdesk.desk.contact.noticing import NoticeView
    from collectdesk.desk.customers.files import CustomerFile
    from collectdesk.desk.customers.petitioning import PetitionWaiting
    from collectdesk.desk.customers.phone_lists import MissingList
    from collectdesk.desk.customers.today import BreachWaiting, PlanWaiting
    from collectdesk.desk.paper.recording import RecordSheet
    from collectdesk.desk.people.deputy_papers import DeputyPaperWaiting
    from collectdesk.desk.people.paper_approvals import PaperWaiting
    from collectdesk.desk.rules.clocks import ClockWaiting
    from collectdesk.desk.vault.watch import MachineWaiting
    from collectdesk.desk.visits.visiting import RequestLine
    from collectdesk.words import Words

_REASONS_SHOWN: Final = 3
_LINES_SHOWN: Final = 12


def _all(words: Words, codes: Iterable[Enum]) -> str:
    return ("、" if words.is_chinese else ", ").join(term(words, code) for code in codes)


def file_facts(words: Words, found: CustomerFile) -> list[Fact]:
    """What stands behind every decision: the risk verdict with its reasons, holds, contacts, promises."""
    return [*_risk(words, found), _holds(words, found), _contacts(words, found), *_promises(words, found)]


def _risk(words: Words, found: CustomerFile) -> list[Fact]:
    name = words.say(mark("Risk check"))
    if not found.assessments:
        return [Fact(name, words.say(mark("Not checked yet")), Tone.WARN)]
    newest = found.assessments[0]
    verdict = words.say(
        mark("{level} ({total} of 100): willingness {willingness}, ability {ability}. Suggested: {strategy}"),
        level=words.say(LEVELS.get(newest.level, newest.level)), total=newest.total,
        willingness=newest.willingness, ability=newest.ability,
        strategy=words.say(STRATEGIES.get(newest.strategy, newest.strategy)),
    )  # fmt: skip
    warranted = newest.visit_warranted
    visit = words.say(mark("Visit is warranted")) if warranted else words.say(mark("Visit isn't warranted"))
    facts = [
        Fact(name, verdict, Tone.DANGER if newest.level == "high" else Tone.PLAIN),
        Fact(
            words.say(mark("Verdict")),
            f"{visit} · {words.date(newest.assessed_on)}",
            Tone.PLAIN if warranted else Tone.WARN,
        ),
    ]
    reasons = newest.detail.get("result", {}).get("reasons", ())[:_REASONS_SHOWN]
    if reasons:
        said = [_reason(words, reason) for reason in reasons]
        facts.append(Fact(words.say(mark("Because")), "\n".join(said)))
    return facts


def _reason(words: Words, reason: Any) -> str:
    text = reason_sentence(words, reason["reason_key"], reason["value"])
    return f"{reason['effect']:+d}  {text}"


def _holds(words: Words, found: CustomerFile) -> Fact:
    holds = [code_term(words, "hold", code) for code in sorted(found.standing_holds)]
    said = ("、" if words.is_chinese else ", ").join(holds)
    return Fact(words.say(mark("Holds")), said or words.say(mark("None")), Tone.WARN if holds else Tone.PLAIN)


def _contacts(words: Words, found: CustomerFile) -> Fact:
    spoken = sum(contact.reached is Reached.DEBTOR for contact in found.contacts)
    said = words.say(mark("{all} in all, {spoken} with the borrower"), all=len(found.contacts), spoken=spoken)
    if found.contacts:
        last = max(found.contacts, key=lambda contact: contact.happened_at)
        said += f" · {words.instant(last.happened_at)} {term(words, last.outcome)}"
    return Fact(words.say(mark("Contacts")), said)


def _promises(words: Words, found: CustomerFile) -> list[Fact]:
    if not found.promises:
        return []
    broken = sum(p.state in (PromiseState.BROKEN, PromiseState.PARTLY_KEPT) for p in found.promises)
    said = words.say(mark("{all} in all, {broken} broken"), all=len(found.promises), broken=broken)
    return [Fact(words.say(mark("Promises")), said, Tone.WARN if broken else Tone.PLAIN)]


def request_facts(words: Words, line: RequestLine) -> list[Fact]:
    """What the clerk asks for and why."""
    facts = [
        Fact(words.say(mark("Reason")), term(words, line.reason)),
        Fact(words.say(mark("Note")), line.note or "—"),
        Fact(words.say(mark("Address")), line.address),
    ]
    facts += [Fact(*each) for each in asked_lines(words, line.wanted, line.preferred, line.expires_on)]
    asked = f"{line.asked_by} · {words.instant(line.asked_at)}"
    return [*facts, Fact(words.say(mark("Asked by")), asked)]


def paper_facts(words: Words, line: PaperWaiting) -> list[Fact]:
    """What was acted on, who is said to have signed it, and until when that is to be confirmed."""
    return [
        Fact(words.say(mark("Approved on paper")), term(words, line.kind)),
        Fact(words.say(mark("Signed by")), f"{line.approver} · {words.date(line.approved_on)}"),
        Fact(words.say(mark("Acted on by")), line.taken_by),
        Fact(
            words.say(mark("To be confirmed by")),
            words.date(line.due_on),
            Tone.DANGER if line.is_over else Tone.PLAIN,
        ),
        Fact(words.say(mark("The scan")), words.say(mark("in the customer's file, under Documents"))),
    ]


def deputy_facts(words: Words, line: DeputyPaperWaiting) -> list[Fact]:
    """Who stands in for whom on which paper, and until when that is to be confirmed; the scan stands below."""
    may = ("、" if words.is_chinese else ", ").join(term(words, each) for each in line.permissions)
    over = mark("{day}: overdue. They stand in for nobody until it is confirmed.")
    due = words.say(over, day=words.date(line.due_on)) if line.is_over else words.date(line.due_on)
    return [
        Fact(words.say(mark("Stands in for")), line.principal),
        Fact(words.say(mark("May")), may),
        Fact(words.say(mark("From")), words.date(line.from_on)),
        Fact(words.say(mark("Until")), words.date(line.until_on)),
        Fact(words.say(mark("Reason")), line.reason),
        Fact(words.say(mark("Signed on")), words.date(line.signed_on)),
        Fact(words.say(mark("Taken in by")), line.taken_by),
        Fact(words.say(mark("To be confirmed by")), due, Tone.DANGER if line.is_over else Tone.PLAIN),
    ]


def notice_facts(words: Words, line: NoticeView) -> list[Fact]:
    """To whom a notice goes, how, and what its writer added; its words stand in the file."""
    kept = line.notice
    early = next((event.note for event in line.events if event.note), "")
    return [
        Fact(words.say(mark("Level")), line.name.text(chinese=words.is_chinese)),
        Fact(words.say(mark("Sent to")), f"{term(words, kept.channel)} · {line.addressee} · {line.reach}"),
        Fact(words.say(mark("Answer by")), words.date(kept.pay_by)),
        Fact(words.say(mark("In your own words")), kept.extra),
        Fact(words.say(mark("Reason")), early),
        Fact(words.say(mark("Written by")), line.made_by),
    ]


def petition_facts(words: Words, line: PetitionWaiting) -> list[Fact]:
    """What a customer asks about their data, how they proved who they are, and until when they have an answer."""
    kept = line.petition
    facts = [
        Fact(words.say(mark("Asked for")), term(words, kept.kind)),
        Fact(words.say(mark("In their words")), kept.wish or "—"),
        Fact(words.say(mark("Proved by")), kept.identity),
        Fact(
            words.say(mark("Answer by")), words.date(kept.due_on), Tone.DANGER if line.is_late else Tone.PLAIN
        ),
    ]
    if kept.kind is PetitionKind.ACCESS:
        made = mark("The copy is made") if line.has_copy else mark("The copy isn't made yet")
        facts.append(
            Fact(words.say(mark("The copy")), words.say(made), Tone.PLAIN if line.has_copy else Tone.WARN)
        )
    where = mark("What goes and what stays is listed in the file, under Data rights.")
    return [*facts, Fact(words.say(mark("Before you answer")), words.say(where))]


def plan_facts(words: Words, line: PlanWaiting, found: CustomerFile | None) -> list[Fact]:
    """The plan with its instalments, and why it fits."""
    facts = [
        Fact(words.say(mark("Plan no.")), line.number),
        Fact(words.say(mark("Amount")), words.money(line.amount)),
        Fact(words.say(mark("Reason")), line.reason),
        Fact(words.say(mark("Offered by")), line.offered_by),
    ]
    kept = next((a for a in found.arrangements if a.id == line.arrangement_id), None) if found else None
    if kept is None:
        first = words.say(
            mark("{count}, the first on {day}"), count=line.instalments, day=words.date(line.first_due_on)
        )
        return [*facts, Fact(words.say(mark("Instalments")), first)]
    schedule = kept.arrangement.schedule
    lines = [
        f"{part.seq:>2}   {words.date(part.due_on)}   {words.money(part.due)}"
        for part in schedule.instalments[:_LINES_SHOWN]
    ]
    left = len(schedule.instalments) - len(lines)
    if left > 0:
        last = schedule.instalments[-1].due_on
        lines.append(words.say(mark("and {count} more, the last on {day}"), count=left, day=words.date(last)))
    facts.append(Fact(words.say(mark("Interest")), words.money(schedule.interest)))
    return [*facts, Fact(words.say(mark("Instalments")), "\n".join(lines))]


def breach_facts(words: Words, line: BreachWaiting) -> list[Fact]:
    """The rule that was broken, its clause, how strongly it binds, and when."""
    rule = rule_by_id(line.rule_id)
    facts = []
    if rule is not None:
        force = f"{words.say(FORCES[rule.force])} · {words.say(CERTAINTIES[rule.certainty])}"
        facts += [
            Fact(words.say(mark("Rule")), rule.sentence.text(chinese=words.is_chinese), Tone.DANGER),
            Fact(words.say(mark("Clause")), citation_line(words, rule.citation)),
            Fact(words.say(mark("Standing")), force),
        ]
    return [
        *facts,
        Fact(words.say(mark("Rule no.")), line.rule_id),
        Fact(words.say(mark("Happened")), words.instant(line.happened_at)),
        Fact(words.say(mark("Recorded by")), line.recorded_by),
    ]


def clock_facts(words: Words, line: ClockWaiting) -> list[Fact]:
    """Which term ends when, since when it runs, what that means, and the clause."""
    shown = line.shown
    return [
        Fact(words.say(mark("Term")), name_text(words, shown)),
        Fact(words.say(mark("What it is about")), about_text(words, shown)),
        Fact(words.say(mark("Runs from")), since_text(words, shown)),
        Fact(
            words.say(mark("Ends")),
            f"{words.date(shown.clock.ends_on)} · {left_text(words, shown)}",
            Tone.DANGER,
        ),
        Fact(words.say(mark("What it means")), shown.term.means.text(chinese=words.is_chinese)),
        Fact(words.say(mark("Clause")), clause_text(words, shown)),
    ]


def complaint_facts(words: Words, line: ComplaintView) -> list[Fact]:
    """What was brought, by when it is to be answered, what was found, and what is to get better."""
    kept = line.complaint
    about = " · ".join(filter(None, (code_term(words, "complaint_about", kept.subject), line.about)))
    late = Tone.DANGER if line.is_late else Tone.PLAIN
    facts = [
        Fact(words.say(mark("Register no.")), " · ".join(filter(None, (kept.number, kept.reference)))),
        Fact(words.say(mark("Brought by")), f"{kept.complainant or '—'} · {term(words, kept.channel)}"),
        Fact(words.say(mark("What it is about")), about, Tone.WARN if kept.about_id else Tone.PLAIN),
        Fact(words.say(mark("What was brought forward")), kept.said),
        Fact(words.say(mark("Answer by")), f"{words.date(kept.due_on)} · {next_text(words, line)}", late),
    ]
    if kept.answered_on is not None:
        finding = f"{code_term(words, 'finding', kept.finding)} · {term(words, RootCause(kept.root_cause))}"
        facts.append(Fact(words.say(mark("Finding of the review")), finding))
        facts.append(Fact(words.say(mark("What is answered")), kept.answer))
        facts.append(
            Fact(words.say(mark("Answered by")), f"{line.answered_by} · {words.date(kept.answered_on)}")
        )
    if kept.improvement:
        until = words.date(kept.improvement_due_on)
        facts.append(Fact(words.say(mark("To get better")), f"{kept.improvement} · {line.owner} · {until}"))
        facts.append(Fact(words.say(mark("Result of the improvement")), kept.result or "—"))
    return facts


def phones_facts(words: Words, line: MissingList) -> list[Fact]:
    """A printed list of numbers that is still out: who has it, for what, how much stands on it."""
    kept = line.kept
    whole = (
        mark("Numbers and names stand on it whole.")
        if kept.is_whole
        else mark("Masked, as its holder sees them.")
    )
    return [
        Fact(words.say(mark("Taken out by")), f"{line.holder} · {words.instant(kept.printed_at)}"),
        Fact(words.say(mark("Back by")), words.date(kept.return_by), Tone.DANGER),
        Fact(words.say(mark("Purpose")), kept.purpose),
        Fact(words.say(mark("How many customers")), words.number(kept.customers)),
        Fact(words.say(mark("Pages of the list")), words.number(kept.pages)),
        Fact(words.say(mark("What stands on it")), words.say(whole)),
    ]


def machine_facts(words: Words, waiting: MachineWaiting) -> list[Fact]:
    """What this computer shows, what was known before, and what waits until somebody has accounted for it."""
    if waiting.clock is not None:
        waits = mark(
            "Requests, decisions, plans, prints, signing off and closing wait; what happened is recorded."
        )
        return [
            Fact(words.say(mark("Recorded until")), words.instant(waiting.clock.before)),
            Fact(words.say(mark("The clock shows")), words.instant(waiting.clock.now), Tone.DANGER),
            Fact(words.say(mark("Meanwhile")), words.say(waits)),
            Fact(
                words.say(mark("What to do")),
                words.say(mark("Look at a clock you trust. Confirm only if this computer is right now.")),
            ),
        ]
    seq = words.number(waiting.anchor.seq if waiting.anchor else 0)
    return [
        Fact(words.say(mark("Entry remembered")), seq, Tone.DANGER),
        Fact(
            words.say(mark("What it means")),
            words.say(
                mark(
                    "The branch's file was replaced by an older copy, its trail was cut, or it was restored."
                )
            ),
        ),
        Fact(
            words.say(mark("What to do")),
            words.say(
                mark(
                    "Verify the trail in the settings and tell the auditor. Confirm only a restore you know of."
                )
            ),
        ),
    ]


def sheet_facts(words: Words, sheet: RecordSheet) -> list[Fact]:
    """The whole visit record, to be read before it is signed."""
    visit = sheet.visit
    facts = [
        Fact(words.say(mark("Visit")), f"{visit.visit_no} · {visit.officer} / {visit.safety}"),
        Fact(words.say(mark("Address")), visit.address),
    ]
    if sheet.record is None:
        return [*facts, Fact(words.say(mark("Record")), words.say(mark("Not typed yet")), Tone.WARN)]
    found = sheet.record.findings
    yes = words.say(mark("yes")), words.say(mark("no"))
    times = f"{words.instant(found.arrived_at)} – {words.clock(found.left_at)}"
    met = term(words, found.met) + (f" ({found.met_name})" if found.met_name else "")
    facts += [
        Fact(words.say(mark("On site")), times),
        Fact(words.say(mark("Met")), f"{met} · {term(words, found.identity)}"),
        Fact(
            words.say(mark("Identified, purpose stated")),
            f"{yes[not found.identification_shown]}, {yes[not found.purpose_stated]}",
        ),
        Fact(
            words.say(mark("Entry, recording")),
            f"{term(words, found.entry)} · {term(words, found.recording)}",
        ),
        Fact(words.say(mark("Overdue because")), _all(words, found.overdue_reasons) or "—"),
        Fact(words.say(mark("Income")), _noted(_all(words, found.income), found.income_note)),
        Fact(words.say(mark("Family")), _noted(_all(words, found.family), found.family_note)),
        Fact(words.say(mark("Attitude")), term(words, found.attitude)),
        Fact(words.say(mark("Outcome")), term(words, found.outcome)),
        Fact(words.say(mark("What happened")), found.narrative),
    ]
    if found.feedback:
        facts.append(Fact(words.say(mark("Feedback")), found.feedback))
    evidence = ("、" if words.is_chinese else ", ").join(
        f"{code_term(words, 'evidence', each.kind)} {each.original_name}" for each in sheet.evidence
    )
    facts.append(
        Fact(
            words.say(mark("Evidence")),
            evidence or words.say(mark("None")),
            Tone.PLAIN if evidence else Tone.WARN,
        )
    )
    for breach in sheet.breaches:
        rule = rule_by_id(breach.rule_id)
        said = rule.sentence.text(chinese=words.is_chinese) if rule else breach.rule_id
        facts.append(Fact(words.say(mark("Breach")), said, Tone.DANGER))
    typed = f"{sheet.recorded_by} · {words.instant(sheet.record.recorded_at)}"
    return [*facts, Fact(words.say(mark("Typed by")), typed)]


def _noted(said: str, note: str) -> str:
    return " · ".join(part for part in (said, note) if part) or "—"
