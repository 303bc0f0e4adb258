"""The day kit from codes: what the desk knows of a team's stops, put into words and drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.domain.customers.identity import door_name, mask_address
from collectdesk.domain.customers.products import bucket_of
from collectdesk.domain.money import total
from collectdesk.domain.visits.asking import PLAIN, Asked
from collectdesk.reports.drawing.choices import third_person_guidance
from collectdesk.reports.paper_facts import contact_line, crew_role, risk_line
from collectdesk.reports.visits.talking_points import talking_points
from collectdesk.reports.visits.visit_kit import VisitKit, draw_visit_kit
from collectdesk.reports.visits.visit_kit_parts import KitContact, KitMember, KitOffer, KitProduct, KitStop
from collectdesk.reports.visits.visit_kit_route import UNKNOWN_WAY, Way
from collectdesk.terms import code_term, term
from collectdesk.terms_risk import CARE
from collectdesk.terms_rules import citation_line, windows_line
from collectdesk.terms_safety import incident_line
from collectdesk.words import for_language, mark

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from collectdesk.domain.money import Money
    from collectdesk.domain.paper.records import Incident
    from collectdesk.domain.rules.packs import Citation, Wording
    from collectdesk.domain.rules.windows import Window
    from collectdesk.domain.solutions.offers import Offer
    from collectdesk.domain.visits.visits import Approach
    from collectdesk.reports.contact.notice_letter import LetterFacts
    from collectdesk.reports.drawing.page import Drawn, Printing, Step
    from collectdesk.reports.paper_facts import (
        ContactFacts,
        CrewFacts,
        ProductFacts,
        RiskFacts,
    )
    from collectdesk.words import Words

SHEET_VERSION: Final = 3
"""Of the two pages of a stop: raised when a box moves, so that a scan is read with the right template."""


@dataclass(frozen=True, slots=True)
class NotedFacts:
    """A provisional amount: what it is, of which day, and who says so."""

    kind: str
    amount: Money
    as_of: date
    source: str


@dataclass(frozen=True, slots=True)
class StopFacts:
    """One visit. ``customer`` and ``address`` are whole: what the door page shows of them is decided here.

    ``hints`` are the sentences of rules that let the visit through but have something to say of it.
    """

    visit_no: str
    planned_at: datetime
    until: datetime
    address: str
    customer: str
    case_no: str
    approach: Approach
    caution: str
    products: tuple[ProductFacts, ...]
    contacts: tuple[ContactFacts, ...]
    told: ContactFacts | None
    risk: RiskFacts | None
    windows: tuple[Window, ...]
    clause: Citation | None
    hints: tuple[Wording, ...]
    holds: tuple[str, ...]
    door_code: str
    inside_code: str
    noted: tuple[NotedFacts, ...] = ()
    """What was noted by hand and core banking hasn't said yet."""
    asked: Asked = PLAIN
    preferred: str = ""
    slip_code: str = ""
    offer_code: str = ""
    offers: tuple[Offer, ...] = ()
    drive: int | None = None
    """Minutes on the road to this door, None where a door isn't located."""
    enclosed: tuple[str, ...] = ()
    """Letters to hand over, by number."""
    incidents: tuple[Incident, ...] = ()
    """What befell earlier teams at this customer."""
    letters: tuple[LetterFacts, ...] = ()
    """The letters that are printed with the stop."""
    beside: tuple[str, ...] = ()
    """The notices whose letters were printed and sealed before, and lie beside the kit."""
    kept_back: tuple[str, ...] = ()
    """Letters, by number, that the rules don't let go out now."""


@dataclass(frozen=True, slots=True)
class KitFacts:
    """One team's day. ``packs`` are the rule packs in force: name and digest."""

    kit_no: str
    visit_on: date
    crew: tuple[CrewFacts, ...]
    stops: tuple[StopFacts, ...]
    packs: tuple[tuple[str, str], ...]
    cover_code: str
    printing: Printing
    call_back: str = ""
    route_codes: tuple[str, ...] = ()
    complain_to: str = ""
    way: Way = UNKNOWN_WAY


def print_kit(path: Path, facts: KitFacts, language: str, step: Step | None = None) -> Drawn:
    """Draw the kit of a team in a language (zh_CN, en)."""
    words = for_language(language)
    return draw_visit_kit(path, kit_in_words(facts, words), words, step=step)


def kit_in_words(facts: KitFacts, words: Words) -> VisitKit:
    """What is printed."""
    return VisitKit(
        kit_no=facts.kit_no,
        visit_on=facts.visit_on,
        crew=tuple(
            KitMember(member.name, member.staff_no, crew_role(words, member)) for member in facts.crew
        ),
        stops=tuple(_stop(stop, order, words) for order, stop in enumerate(facts.stops, 1)),
        rule_pack="; ".join(name for name, _digest in facts.packs),
        rule_digest="; ".join(digest[:32] for _name, digest in facts.packs),
        printing=facts.printing,
        call_back=facts.call_back,
        cover_payload=facts.cover_code,
        route_payloads=facts.route_codes,
        complain_to=facts.complain_to,
        way=facts.way,
    )


def _noted(item: NotedFacts, words: Words) -> str:
    """One amount by hand in words: it isn't in the figures above it."""
    said = mark("Not confirmed by core banking: {what} {amount} ({source}, {day})")
    return words.say(
        said, what=code_term(words, "noted", item.kind), amount=words.money(item.amount),
        source=code_term(words, "noted_source", item.source), day=words.date(item.as_of),
    )  # fmt: skip


def _stop(stop: StopFacts, order: int, words: Words) -> KitStop:
    return KitStop(
        order=order,
        visit_no=stop.visit_no,
        window_from=stop.planned_at,
        window_to=stop.until,
        area=mask_address(stop.address).rstrip("*") or "—",
        address=stop.address,
        ask_for=door_name(stop.customer),
        door_payload=stop.door_code,
        inside_payload=stop.inside_code,
        case_no=stop.case_no,
        customer=stop.customer,
        products=tuple(
            KitProduct(
                term(words, item.kind),
                item.account,
                item.balance,
                item.overdue,
                item.dpd,
                item.oldest_unpaid_on,
            )
            for item in stop.products
        ),
        owed=total([item.overdue for item in stop.products]),
        noted=tuple(_noted(item, words) for item in stop.noted),
        bucket=bucket_of(max((item.dpd for item in stop.products), default=0)).value,
        risk=risk_line(words, stop.risk),
        notified=contact_line(words, stop.told) if stop.told else words.say("Not told yet"),
        approach=f"{term(words, stop.approach)} · {term(words, stop.asked.kind)}",
        lawful_hours=windows_line(words, stop.windows),
        lawful_clause=citation_line(words, stop.clause) if stop.clause else "—",
        talking_points=(*_own_points(stop), *talking_points(words, stop.approach)),
        third_person=third_person_guidance(words, stop.customer),
        cautions=_cautions(stop, words),
        contacts=tuple(_contact(contact, words) for contact in stop.contacts),
        slip_payload=stop.slip_code,
        offer_payload=stop.offer_code,
        offers=tuple(
            KitOffer(
                term(words, one.kind), one.count, one.monthly, one.schedule.instalments[0].due_on,
                total([line.due for line in one.schedule.instalments]),
            )
            for one in stop.offers
        ),
        drive=stop.drive,
        enclosed=stop.enclosed,
        letters=stop.letters,
    )  # fmt: skip


def _own_points(stop: StopFacts) -> tuple[str, ...]:
    """What whoever asked for the visit wants said first, a line each."""
    return tuple(line.strip() for line in stop.asked.talking.splitlines() if line.strip())


def _cautions(stop: StopFacts, words: Words) -> tuple[str, ...]:
    """What the plan warns of, what the risk check asks for, what rules remark, and what stands on the case."""
    care = stop.risk.care if stop.risk else ()
    holds = tuple(
        words.say("On hold: {reason}", reason=code_term(words, "hold", code)) for code in stop.holds
    )
    hints = tuple(hint.text(chinese=words.is_chinese) for hint in stop.hints)
    asked = tuple(words.say(CARE[code]) for code in care if code in CARE)
    befell = (incident_line(words, one) for one in stop.incidents)
    not_now = mark("The letter {number} isn't enclosed: the rules don't let it go out now.")
    kept_back = (words.say(not_now, number=number) for number in stop.kept_back)
    said = (*befell, stop.caution, stop.asked.caution, *asked, *holds, *hints, *kept_back)
    return tuple(dict.fromkeys(line for line in said if line))


def _contact(contact: ContactFacts, words: Words) -> KitContact:
    result = term(words, contact.outcome)
    return KitContact(
        contact.at,
        term(words, contact.channel),
        term(words, contact.reached),
        f"{result}: {contact.note}" if contact.note else result,
    )
