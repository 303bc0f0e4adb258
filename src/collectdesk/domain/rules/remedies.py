"""What would make an act lawful: a known code with parameters, and the facts that would have to be so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from collectdesk.domain.rules.facts import FactValue

Param = str | int | date | time

REMEDIES: Final[Mapping[str, frozenset[str]]] = {
    # code → the parameters a pack has to give; day and start are worked out by the gate
    "wait_for_hours": frozenset({"from", "to"}),
    "wait_for_day": frozenset(),
    "give_reason": frozenset(),
    "address_debtor": frozenset(),
    "check_guarantee": frozenset(),
    "only_ask_or_pass_on": frozenset(),
    "prove_lost": frozenset(),
    "use_other_point": frozenset(),
    "name_source": frozenset(),
    "use_approved_channel": frozenset(),
    "use_listed_agency": frozenset(),
    "review_agency": frozenset(),
    "use_bank_account": frozenset(),
    "use_approved_template": frozenset(),
    "remove_content": frozenset(),
    "seal_envelope": frozenset(),
    "mask_card_number": frozenset(),
    "complete_fields": frozenset(),
    "wait_for_hold": frozenset(),
    "contact_representative": frozenset(),
    "add_crew": frozenset({"minimum"}),
    "add_roles": frozenset(),
    "train_crew": frozenset(),
    "change_crew": frozenset(),
    "dress_plainly": frozenset(),
    "get_approval": frozenset(),
    "give_prior_notice": frozenset(),
    "go_by_day": frozenset(),
    "name_experienced": frozenset(),
    "note_caution": frozenset(),
    "choose_workday": frozenset(),
    "space_visits": frozenset({"days"}),
    "talk_at_door": frozenset(),
    "state_identity": frozenset(),
    "show_identification": frozenset(),
    "record_or_note_refusal": frozenset(),
    "note_filming_consent": frozenset(),
    "return_cash": frozenset(),
    "note_separate_consent": frozenset(),
    "withhold_debt": frozenset(),
    "get_disclosure_consent": frozenset(),
    "agree_entrusting": frozenset(),
    "assess_impact": frozenset(),
    "seek_new_promise": frozenset(),
    "verify_identity": frozenset(),
    "shorten_term": frozenset({"months"}),
    "extend_by_original": frozenset(),
    "extend_by_half": frozenset(),
    "get_guarantor_consent": frozenset(),
    "drop_clause": frozenset(),
    "drop_new_loan": frozenset(),
    "tell_before_report": frozenset(),
    "keep_longer": frozenset({"months"}),
    "load_pack": frozenset(),
    "as_written": frozenset({"zh", "en"}),
}
TIMED: Final = frozenset({"wait_for_hours", "wait_for_day"})
"""Remedies for which the gate works out the earliest lawful day and start."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """``params`` fill the sentence; ``makes`` are the facts which, once true, silence the rule."""

    code: str
    params: tuple[tuple[str, Param], ...] = ()
    makes: tuple[tuple[str, FactValue], ...] = ()

    def param(self, name: str) -> Param | None:
        return dict(self.params).get(name)
