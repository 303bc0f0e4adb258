"""The rules in people's words: outcome, force, certainty, facts, remedies and the faults of a pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Final

from collectdesk.domain.calendar import BadCalendar
from collectdesk.domain.rules.changes import ChangeKind, RuleChange
from collectdesk.domain.rules.facts import REGISTRY, BadFact, FactValue
from collectdesk.domain.rules.gate import Decision, Judgement
from collectdesk.domain.rules.loading import BadPack
from collectdesk.domain.rules.packs import Act, Bound, Certainty, Citation, Force, Outcome
from collectdesk.domain.rules.remedies import Remedy
from collectdesk.domain.rules.windows import Window
from collectdesk.words import Words, mark

OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.ALLOWED: mark("Allowed by the rules"),
    Outcome.HINT: mark("Allowed, with a hint"),
    Outcome.NEEDS_REASON: mark("Needs a written reason"),
    Outcome.REFUSED: mark("Refused by the rules"),
}
FORCES: Final[Mapping[Force, str]] = {
    Force.LAW: mark("Law"),
    Force.REGULATION: mark("Regulation"),
    Force.RECOMMENDED_STANDARD: mark("Recommended standard"),
    Force.SELF_REGULATION: mark("Self-regulation of the trade"),
    Force.PRACTICE: mark("Trade practice"),
    Force.BRANCH: mark("Order of the branch"),
}
CERTAINTIES: Final[Mapping[Certainty, str]] = {
    Certainty.READ: mark("Read in the wording"),
    Certainty.SECONDARY: mark("Read at second hand"),
    Certainty.MEMORY: mark("From memory, not read"),
}
ACTS: Final[Mapping[Act, str]] = {
    Act.CALL: mark("Telephone call"),
    Act.MESSAGE: mark("Text message"),
    Act.LETTER: mark("Collection letter"),
    Act.VISIT: mark("On-site visit"),
    Act.DISCLOSURE: mark("Disclosure"),
    Act.SOLUTION: mark("Repayment solution"),
    Act.REPORT: mark("Report to the credit bureau"),
    Act.RECORD: mark("Record of what happened"),
    Act.RETENTION: mark("Disposal of records"),
}
BOUND: Final[Mapping[Bound, str]] = {
    Bound.EVERYBODY: mark("Everybody"),
    Bound.LENDER: mark("Lenders"),
    Bound.CARD_ISSUER: mark("Card issuers"),
    Bound.AGENCY: mark("Collection agencies"),
    Bound.ASSOCIATION_MEMBER: mark("Members of the association"),
    Bound.CREDIT_REPORTER: mark("Those who report to a credit bureau"),
    Bound.BRANCH: mark("This branch"),
}
REMEDIES: Final[Mapping[str, str]] = {
    "wait_for_hours": mark(
        "Stay between {from} and {to} from beginning to end, or get agreement to contact at night and keep the proof."
    ),
    "wait_for_day": mark("Wait for another day."),
    "give_reason": mark("Write down why it is necessary now."),
    "address_debtor": mark("Turn to the debtor, or to somebody who is liable for the debt."),
    "check_guarantee": mark("Check that the guarantee is in force, and note it."),
    "only_ask_or_pass_on": mark("Only ask for the debtor's whereabouts, or ask to pass on a message."),
    "prove_lost": mark("Keep what shows that the debtor is lost: dead number, three calls, three days."),
    "use_other_point": mark("Use another number or address that may be used."),
    "name_source": mark("Note where the number or address comes from, or use another."),
    "use_approved_channel": mark("Use a telephone line or account that the bank has approved."),
    "use_bank_account": mark("Show only the bank's own receiving account."),
    "use_approved_template": mark("Use an approved version of a template."),
    "remove_content": mark("Take the forbidden content out."),
    "seal_envelope": mark("Send it in a closed, neutral envelope; post nothing in public."),
    "mask_card_number": mark("Mask the card number."),
    "complete_fields": mark("Fill in every required item."),
    "wait_for_hold": mark("Wait until the hold ends; only a statutory notice may pass."),
    "contact_representative": mark("Contact the lawyer, administrator or guardian instead."),
    "add_crew": mark("Send {minimum} people or more."),
    "add_roles": mark("Add the collection officer or safety officer that is missing."),
    "train_crew": mark("Send people whose training is valid on the day."),
    "change_crew": mark("Send somebody without ties to the customer."),
    "get_approval": mark("Get a supervisor's approval first."),
    "give_prior_notice": mark("Tell the customer of purpose and time beforehand, and keep the record."),
    "go_by_day": mark("Go by daylight."),
    "name_experienced": mark(
        "Send a safety officer with experience; who has it is named in Settings › Staff."
    ),
    "note_caution": mark("Write down what the two should watch out for."),
    "choose_workday": mark("Choose a day that is no holiday."),
    "space_visits": mark("Leave {days} days between two visits."),
    "talk_at_door": mark("Talk at the door, or note the consent to enter: by whom, when, how."),
    "state_identity": mark("Say at once who you are and for which bank."),
    "show_identification": mark("Show identification before the talk, and note it."),
    "record_or_note_refusal": mark("Record the contact, or note that the recording was refused."),
    "note_filming_consent": mark("Take pictures inside only with consent, and note it."),
    "return_cash": mark("Take no money; point to the bank's own ways to pay."),
    "note_separate_consent": mark("Get separate consent, or delete the proof."),
    "withhold_debt": mark("Say nothing of the debt."),
    "verify_identity": mark("Verify first who the other person is."),
    "shorten_term": mark("Shorten the term to {months} months or less."),
    "get_guarantor_consent": mark("Get the guarantor's written consent."),
    "drop_clause": mark("Strike the clause."),
    "drop_new_loan": mark("Find a source of repayment other than new borrowing."),
    "tell_before_report": mark("Tell the person first, and keep the proof."),
    "keep_longer": mark("Keep the record for {months} months at least."),
    "extend_by_original": mark("Add at most the original term."),
    "extend_by_half": mark("Add at most half the original term."),
    "dress_plainly": mark("Go in plain, decent clothes."),
    "use_listed_agency": mark("Use an agency that is on the published list."),
    "review_agency": mark("Review the agency first, and keep the report."),
    "get_disclosure_consent": mark("Get the person's separate consent first, and keep the proof."),
    "agree_entrusting": mark("Agree first in writing what the agency may do with it."),
    "assess_impact": mark("Make an impact assessment first, and keep it."),
    "seek_new_promise": mark("Ask for a new written promise; never say that the debt can still be enforced."),
    "load_pack": mark("Ask the administrator to load a rule pack that is in force."),
}
JURISDICTIONS: Final[Mapping[str, str]] = {
    "cn": mark("Mainland China"),
    "us": mark("United States (sample)"),
    "uk": mark("United Kingdom (sample)"),
    "in": mark("India (sample)"),
    "au": mark("Australia (sample)"),
}
_CONFIRMED: Final = mark("Citation read at its source by {by} on {day}: {reason}")
_LOOSENED: Final = mark("Loosened to “{outcome}” by {by} from {day}: {reason}")
_LOOSENED_UNTIL: Final = mark("Loosened to “{outcome}” by {by} from {day} to {until}: {reason}")
EARLIEST: Final = mark("Earliest lawful start: {day} {start}.")
STARTS: Final = mark("Nearest lawful starts: {starts}.")
MISSING: Final = mark("Can't be told without: {facts}.")
FACT_NAMES: Final[Mapping[str, str]] = {
    "act": mark("kind of act"),
    "direction": mark("who started the contact"),
    "contact_purpose": mark("purpose of the contact"),
    "products": mark("overdue products"),
    "days_overdue": mark("days past due"),
    "by_agency": mark("done by an agency"),
    "supervisor_approved": mark("approved by a supervisor"),
    "calls_last_7_days": mark("calls in the last seven days"),
    "days_since_last_conversation": mark("days since the last conversation"),
    "local_start": mark("local start"),
    "local_end": mark("local end"),
    "local_date": mark("local day"),
    "is_workday": mark("workday"),
    "is_holiday": mark("statutory holiday"),
    "daylight": mark("by daylight"),
    "contact_agreed_evening": mark("agreed to contact at night, with proof"),
    "contact_role": mark("role of the person contacted"),
    "quiet_from": mark("start of the hours to be left alone"),
    "quiet_until": mark("end of the hours to be left alone"),
    "wish_against_channel": mark("wish against this way of contact"),
    "wish_against_place": mark("wish against this place"),
    "guarantee_in_force": mark("guarantee in force"),
    "contact_refused": mark("third person refused contact"),
    "third_party_volunteers": mark("third person offers to pay"),
    "borrower_lost": mark("debtor lost"),
    "lost_proof_kept": mark("proof that the debtor is lost"),
    "holds": mark("holds in force"),
    "statutory_notice": mark("statutory notice"),
    "point_source": mark("source of the number or address"),
    "point_blocked": mark("number or address not to be used"),
    "channel_approved": mark("approved line or account"),
    "attempts_today_same_point": mark("attempts today to the same number or address"),
    "connected_calls_today": mark("connected calls today"),
    "reached": mark("somebody reached"),
    "template_approved": mark("approved template"),
    "forbidden_content": mark("forbidden content"),
    "payment_account_official": mark("the bank's own receiving account"),
    "shown_in_public": mark("readable by strangers"),
    "card_number_whole": mark("card number unmasked"),
    "letter_fields_missing": mark("missing items of the letter"),
    "crew_size": mark("people in the crew"),
    "crew_has_collection_officer": mark("collection officer in the crew"),
    "crew_has_safety_officer": mark("safety officer in the crew"),
    "crew_trained_on_date": mark("crew trained on the day"),
    "crew_related_to_customer": mark("crew with ties to the customer"),
    "prior_notice_given": mark("prior notice given"),
    "high_risk": mark("high risk"),
    "extra_care": mark("care at the visit"),
    "crew_safety_experienced": mark("experienced safety officer"),
    "caution_noted": mark("caution noted"),
    "days_since_last_visit": mark("days since the last visit"),
    "entry": mark("how far inside"),
    "entry_consent_noted": mark("consent to enter noted"),
    "identity_stated": mark("identity stated"),
    "identification_shown": mark("identification shown"),
    "recording_made": mark("recording made"),
    "recording_refusal_noted": mark("refusal of the recording noted"),
    "filmed_inside": mark("pictures taken inside"),
    "filming_consent_noted": mark("consent to pictures noted"),
    "cash_taken": mark("money taken"),
    "sensitive_proof_kept": mark("sensitive proof kept"),
    "separate_consent_noted": mark("separate consent noted"),
    "to_role": mark("role of the person told"),
    "discloses_debt": mark("reveals the debt"),
    "disclosure_consent": mark("consent to the disclosure"),
    "identity_verified": mark("identity verified"),
    "product_kind": mark("kind of product"),
    "solution_kind": mark("kind of solution"),
    "term_months": mark("months of the solution"),
    "original_term_months": mark("months of the original term"),
    "total_term_months": mark("months of the whole term"),
    "loan_purpose": mark("purpose of the loan"),
    "applied_before_due": mark("applied before the due date"),
    "changes_burden_of_guarantor": mark("heavier for the guarantor"),
    "guarantor_consent": mark("guarantor's written consent"),
    "agreement_items_missing": mark("missing items of the agreement"),
    "funded_by_new_loan": mark("paid from new borrowing"),
    "waives_limitation": mark("gives up limitation"),
    "bureau_notice_given": mark("told before the bureau report"),
    "record_kind": mark("kind of record"),
    "kept_months": mark("months kept"),
    "agency_listed": mark("agency on the published list"),
    "agency_reviewed": mark("agency reviewed within a year"),
    "frequency_agreed": mark("agreed to more attempts, with proof"),
    "limitation_expired": mark("limitation has run out"),
    "claims_enforceable": mark("says the debt can be enforced"),
    "crew_has_account_manager": mark("account manager in the crew"),
    "crew_cleared": mark("crew checked before hiring"),
    "dress_misleading": mark("misleading clothes"),
    "recipient_kind": mark("who receives it"),
    "entrusting_agreed": mark("entrusting agreed in writing"),
    "impact_assessed": mark("impact assessed"),
}
CODES: Final[Mapping[str, str]] = {
    "call": mark("Telephone call"),
    "message": mark("Text message"),
    "letter": mark("Collection letter"),
    "visit": mark("On-site visit"),
    "disclosure": mark("Disclosure"),
    "solution": mark("Repayment solution"),
    "report": mark("Report to the credit bureau"),
    "record": mark("Record of what happened"),
    "retention": mark("Disposal of records"),
    "outgoing": mark("started by the branch"),
    "incoming": mark("started by the other side"),
    "debtor": mark("debtor"),
    "guarantor": mark("guarantor"),
    "joint_borrower": mark("joint borrower"),
    "spouse_liable": mark("spouse liable for the debt"),
    "heir": mark("heir"),
    "guardian": mark("guardian"),
    "attorney": mark("lawyer or authorised representative"),
    "contact_person": mark("contact person"),
    "third_party": mark("third person"),
    "collect": mark("to collect"),
    "remind": mark("to remind before the due date"),
    "arrange": mark("to arrange an appointment or a solution"),
    "ask_whereabouts": mark("to ask for the debtor's whereabouts"),
    "pass_message": mark("to pass on a message"),
    "notify": mark("to notify"),
    "answer": mark("to answer a question"),
    "contract": mark("from the contract"),
    "reserved": mark("reserved with the bank"),
    "authorised": mark("authorised by the debtor"),
    "public": mark("lawful public source"),
    "told_by_contact": mark("told by a reserved contact"),
    "bureau": mark("from a credit bureau"),
    "unknown": mark("source unknown"),
    "dispute": mark("dispute"),
    "complaint": mark("complaint"),
    "hardship": mark("hardship"),
    "death": mark("death"),
    "bankruptcy": mark("insolvency"),
    "lawyer": mark("represented by a lawyer"),
    "negotiation": mark("being negotiated"),
    "plan_active": mark("arrangement being kept"),
    "stop_request": mark("asked not to be contacted"),
    "minor": mark("only minors at home"),
    "illness": mark("serious illness"),
    "bereavement": mark("bereavement"),
    "incapacity": mark("without legal capacity"),
    "disaster": mark("disaster"),
    "entrusted": mark("an agency was entrusted"),
    "loan": mark("loan"),
    "card": mark("credit card"),
    "lease": mark("lease"),
    "door_only": mark("door only"),
    "home": mark("home"),
    "hotel_room": mark("hotel room"),
    "private_place": mark("other private place"),
    "office": mark("office area"),
    "public_place": mark("public place"),
    "threat": mark("threat"),
    "insult": mark("insult"),
    "false_consequence": mark("false consequence"),
    "false_bureau": mark("invented blacklist or bureau"),
    "exaggeration": mark("exaggeration"),
    "false_promise": mark("false promise"),
    "impersonation": mark("posing as an authority"),
    "new_borrowing": mark("inducing new borrowing"),
    "coercion": mark("violence, coercion or restraint"),
    "stalking": mark("following or harassing"),
    "privacy_spread": mark("spying or spreading private matters"),
    "person": mark("a person"),
    "processor": mark("another processor of personal information"),
    "entrusted_agency": mark("an entrusted agency"),
    "publication": mark("the public"),
    "instalments": mark("instalment plan"),
    "extension": mark("extension"),
    "waiver": mark("waiver"),
    "settlement": mark("settlement"),
    "promise": mark("promise to pay"),
    "consumption": mark("consumption"),
    "business": mark("business"),
    "collection_recording": mark("recording of a collection contact"),
    "contact_log": mark("contact log"),
    "visit_record": mark("visit record"),
    "impact_assessment": mark("personal information impact assessment"),
    "other": mark("other record"),
}
FAULTS: Final[Mapping[str, str]] = {
    "rules.not_toml": mark("isn't valid TOML: {reason}"),
    "rules.too_long": mark("is too long: {length}, at most {most}"),
    "rules.too_deep": mark("is nested too deeply (column {place}, at most {most} levels)"),
    "rules.missing_field": mark("is missing"),
    "rules.unknown_field": mark("isn't a field here; known are {known}"),
    "rules.wrong_shape": mark("should be like {wanted}, but is {found}"),
    "rules.unknown_value": mark("says {value}; allowed is {known}"),
    "rules.practice_only_hints": mark("practice may only hint"),
    "rules.ends_before_start": mark("ends before it starts"),
    "rules.terms_of_a_branch": mark("belongs into a branch's own pack, which adds to another"),
    "rules.duplicate_id": mark("{name} is there twice"),
    "rules.bad_condition": mark("can't be read at column {place}: {found} where {expected} should stand"),
    "rules.empty_range": mark("has an empty range of time at column {place}"),
    "rules.unknown_fact": mark("names the unknown fact {name}"),
    "rules.wrong_kind": mark("the fact {name} is of kind {kind}, not {found}"),
    "rules.untold": mark("the fact {name} isn't told"),
    "rules.not_json": mark("isn't JSON ({reason})"),
    "rules.no_facts": mark("needs one object named facts, as {wanted}"),
    "rules.unknown_code": mark("the fact {name} never holds {value}; it holds {known}"),
    "calendar.not_toml": mark("isn't valid TOML: {reason}"),
    "calendar.missing_field": mark("is missing"),
    "calendar.wrong_shape": mark("has the wrong shape"),
    "calendar.duplicate_year": mark("is there twice"),
    "calendar.overlapping_holidays": mark("has a day in two holidays"),
    "calendar.not_a_day_off": mark("{day} is a workday anyway"),
    "calendar.wrong_range": mark("{first} to {last} isn't a holiday's range"),
    "calendar.other_year": mark("{day} belongs to another year"),
}
_IN_FILE: Final = mark("{file}: {fault}. See docs/command-line.md for the facts a script may tell.")
NEAREST: Final = mark("Perhaps {nearest} is meant.")
_BAD_PACK: Final = mark(
    "{file}, rule {rule}, field {field}: {fault}. Not loaded; the last valid version stays."
)
_BAD_HEAD: Final = mark("{file}, field {field}: {fault}. Not loaded; the last valid version stays.")
_BAD_CALENDAR: Final = mark("{file}, year {year}, field {field}: {fault}. Not loaded.")
_AND: Final = mark(", ")


def fact_name(w: Words, name: str) -> str:
    """The fact's name as a person says it; an unknown name stays as it is."""
    return w.say(FACT_NAMES[name]) if name in FACT_NAMES else name


def fact_meaning(w: Words, name: str) -> str:
    return w.say(REGISTRY[name].meaning)


def fact_value(w: Words, value: FactValue) -> str:
    """A fact's value: yes and no, clocks to the minute, codes in words."""
    match value:
        case bool():
            return w.say("yes") if value else w.say("no")
        case time():
            return value.isoformat("seconds" if value.second else "minutes")
        case date():
            return w.date(value)
        case frozenset():
            return w.say(_AND).join(w.say(CODES.get(one, one)) for one in sorted(value)) or w.say("none")
        case int():
            return w.number(value)
        case _:
            return w.say(CODES.get(value, value))


def remedy_sentence(w: Words, remedy: Remedy) -> str:
    """What would make the act lawful, with the earliest day and start where the gate found one."""
    params = dict(remedy.params)
    if remedy.code == "as_written":
        return str(params["zh" if w.is_chinese else "en"])
    text = w.say(REMEDIES[remedy.code], **{name: _shown(w, value) for name, value in params.items()})
    if "day" in params:
        text += ("" if w.is_chinese else " ") + w.say(
            EARLIEST, day=_shown(w, params["day"]), start=_shown(w, params["start"])
        )
    return text


def _shown(w: Words, value: FactValue) -> str:
    return value if isinstance(value, str) else fact_value(w, value)


def citation_line(w: Words, citation: Citation) -> str:
    """Instrument, clause and date."""
    chinese = w.is_chinese
    line = (
        f"{citation.instrument.text(chinese=chinese)} {citation.clause.text(chinese=chinese)}".removesuffix(
            " —"
        )
    )
    dated = f"({w.date(citation.dated_on)})" if citation.dated_on else ""
    return f"{line} {dated}".strip()


def missing_sentence(w: Words, names: tuple[str, ...]) -> str:
    return w.say(MISSING, facts=w.say(_AND).join(fact_name(w, name) for name in names)) if names else ""


def source_line(w: Words, decision: Decision) -> str:
    """Where a rule stands and how it binds; what both would say is said once."""
    parts = (
        citation_line(w, decision.citation),
        w.say(FORCES[decision.force]),
        w.say(CERTAINTIES[decision.certainty]),
    )
    return " · ".join(dict.fromkeys(part for part in parts if part))


def starts_line(w: Words, starts: Sequence[datetime]) -> str:
    """The lawful starts nearest to a refused plan, or nothing."""
    return w.say(STARTS, starts=w.say(_AND).join(w.instant(each) for each in starts)) if starts else ""


def decision_lines(w: Words, decision: Decision) -> tuple[str, ...]:
    """What a person reads about one decision: rule, source, standing, what is missing, the remedy."""
    lines = (
        f"{decision.rule_id}  {w.say(OUTCOMES[decision.outcome])}",
        decision.sentence.text(chinese=w.is_chinese),
        source_line(w, decision),
        missing_sentence(w, decision.missing_facts),
        remedy_sentence(w, decision.remedy),
    )
    return tuple(line for line in lines if line)


def judgement_line(w: Words, judgement: Judgement) -> str:
    """One line for a list: the outcome and the heaviest rule's sentence."""
    outcome = w.say(OUTCOMES[judgement.outcome])
    if not judgement.decisions:
        return outcome
    first = judgement.decisions[0]
    return f"{outcome}: {first.sentence.text(chinese=w.is_chinese)} ({first.rule_id})"


def change_line(w: Words, change: RuleChange, by: str) -> str:
    """What the branch did to a rule: who, when and why."""
    told = {"by": by, "day": w.date(change.from_on), "reason": change.reason}
    if change.kind is ChangeKind.CONFIRMED or change.outcome is None:
        return w.say(_CONFIRMED, **told)
    outcome = w.say(OUTCOMES[change.outcome])
    if change.until_on is None:
        return w.say(_LOOSENED, outcome=outcome, **told)
    return w.say(_LOOSENED_UNTIL, outcome=outcome, until=w.date(change.until_on), **told)


def windows_line(w: Words, windows: tuple[Window, ...]) -> str:
    """The lawful starts of a day for a list: "08:00-22:00", or that the day has none."""
    if not windows:
        return w.say("No lawful hour this day")
    return w.say(_AND).join(
        f"{fact_value(w, window.start)}–{fact_value(w, window.end) if window.end != time(0) else '24:00'}"
        for window in windows
    )


def _fault(w: Words, code: str, facts: Mapping[str, object]) -> str:
    text = w.say(FAULTS[code], **facts) if facts else w.say(FAULTS[code])
    nearest = facts.get("nearest")
    return f"{text} ({w.say(NEAREST, nearest=nearest)})" if nearest else text


def bad_pack_sentence(w: Words, fault: BadPack) -> str:
    """File, rule, field and what is wrong with it."""
    told = _fault(w, fault.code, fault.facts)
    if not fault.rule:
        return w.say(_BAD_HEAD, file=fault.file, field=fault.field, fault=told)
    return w.say(_BAD_PACK, file=fault.file, rule=fault.rule, field=fault.field, fault=told)


def bad_calendar_sentence(w: Words, fault: BadCalendar) -> str:
    told = _fault(w, fault.code, fault.facts)
    return w.say(_BAD_CALENDAR, file=fault.file, year=fault.year or "—", field=fault.field, fault=told)


def bad_fact_sentence(w: Words, fault: BadFact) -> str:
    return _fault(w, fault.code, fault.facts)


def told_fact_sentence(w: Words, file: str, fault: BadFact) -> str:
    """What is wrong with a script's facts, with the file they stand in."""
    return w.say(_IN_FILE, file=file, fault=bad_fact_sentence(w, fault))
