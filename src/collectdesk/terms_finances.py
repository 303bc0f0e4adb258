"""What the codes of a customer's money are called: figures, their sources, the purposes of a credit-report enquiry."""

from __future__ import annotations

from typing import Final

from collectdesk.words import mark

FINANCES: Final[dict[str, dict[str, str]]] = {
    "finance": {
        "wages": mark("Wages"),
        "business": mark("Business income"),
        "support": mark("Support from family"),
        "living": mark("Living costs"),
        "rent": mark("Rent"),
        "instalments": mark("Instalments elsewhere"),
        "medical": mark("Medical costs"),
        "property": mark("House or land"),
        "vehicle": mark("Vehicle"),
        "savings": mark("Savings"),
        "other_debt": mark("Debt elsewhere"),
    },
    "finance_source": {
        "customer": mark("Told by the customer"),
        "document": mark("By a document"),
        "visit": mark("On a visit"),
        "report": mark("Credit report"),
        "public": mark("Public source"),
    },
    "purpose": {
        "post_loan": mark("Care of a running loan"),
        "restructure": mark("A plan or restructuring"),
        "guarantee": mark("Check of a guarantor"),
    },
}
