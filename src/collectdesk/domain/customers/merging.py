"""One person, two files: what in them moves when they become one, and why they are thought to be one."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Likeness(Enum):
    """Why two files may be one person's."""

    SAME_ID = "same_id"
    SAME_PHONE = "same_phone"
    SAME_ADDRESS = "same_address"


class FilePart(Enum):
    """What a file is made of, as people speak of it."""

    CASES = "cases"
    PRODUCTS = "products"
    POINTS = "points"
    PEOPLE = "people"
    CONTACTS = "contacts"
    VISITS = "visits"
    PROMISES = "promises"
    PLANS = "plans"
    HOLDS = "holds"
    ASSESSMENTS = "assessments"
    EVIDENCE = "evidence"
    FINANCES = "finances"
    STEPS = "steps"
    OTHER = "other"


PARTS: Final = {
    "customer_case": FilePart.CASES, "product": FilePart.PRODUCTS, "contact_point": FilePart.POINTS,
    "related_party": FilePart.PEOPLE, "contact_attempt": FilePart.CONTACTS, "visit": FilePart.VISITS,
    "visit_request": FilePart.VISITS, "promise": FilePart.PROMISES, "arrangement": FilePart.PLANS,
    "hold": FilePart.HOLDS, "assessment": FilePart.ASSESSMENTS, "evidence": FilePart.EVIDENCE,
    "finance": FilePart.FINANCES, "credit_enquiry": FilePart.FINANCES, "next_step": FilePart.STEPS,
}  # fmt: skip
"""The part that a table's rows belong to; every other table is FilePart.OTHER."""


KINDS: Final = ("contact", "promise", "hold", "visit")
"""What is typed about one customer while another's file lies open, and can be marked as the other's."""


def part_of(table: str) -> FilePart:
    """What people call the rows of a table."""
    return PARTS.get(table, FilePart.OTHER)
