"""A look at a document of the file: decoded in a child, never written anywhere, and in the trail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk.desk.customers import masking
from collectdesk.desk.pipeline import Lookup
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.sandbox.looking import Looked, look_at_page, look_at_photo
from collectdesk.store.cases import cases
from collectdesk.store.vault import evidence

if TYPE_CHECKING:
    from collectdesk.store.vault.evidence import Evidence
    from collectdesk.store.work import View, Work

__all__ = ["LookAtEvidence", "Looked", "can_be_looked_at"]

MOST: Final = 64 * 1024 * 1024
"""Bytes of the largest file that is shown: it is held in memory whole, twice."""
WIDEST: Final = 4000
_PHOTOS: Final = frozenset({"image/jpeg", "image/png"})
_PAPER: Final = "application/pdf"


def can_be_looked_at(kept: Evidence) -> bool:
    """Whether it is of a kind that is shown: photos and PDFs. Recordings are heard elsewhere."""
    return kept.media_type in _PHOTOS or kept.media_type == _PAPER


@dataclass(frozen=True, slots=True)
class LookAtEvidence(Lookup[Looked]):
    """One page of a piece of evidence, counted from 1. A photo can't be masked: who sees masked names doesn't see it.

    Raises Refused(evidence.hidden, evidence.no_preview, evidence.too_large, preview.unreadable, preview.no_page).
    """

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "evidence.looked_at"
    audited: ClassVar = True
    is_long: ClassVar = True

    case_id: str
    evidence_id: str
    page: int = 1
    width: int = 1200

    def look(self, view: View) -> Looked:
        seen = masking.of_case(view, cases.case(view, self.case_id))
        kept = next((e for e in evidence.of_case(view, self.case_id) if e.id == self.evidence_id), None)
        if kept is None:
            raise LookupError(f"no evidence {self.evidence_id}")
        if not seen.names:
            raise Refused("evidence.hidden")
        if not can_be_looked_at(kept):
            raise Refused("evidence.no_preview")
        if kept.size > MOST:
            raise Refused("evidence.too_large")
        view.note(case=self.case_id, evidence=kept.id)
        content, width = evidence.read(view, view.evidence_folder, kept), max(1, min(self.width, WIDEST))
        if kept.media_type == _PAPER:
            return look_at_page(content, self.page, width)
        return look_at_photo(content, width)

    def is_told(self, work: Work) -> bool:
        """Once for each look: turning its pages isn't another one."""
        del work
        return self.page == 1
