"""What duties towards people are called: holds and how far they reach, wishes, zones, complaints, terms of the law."""

from __future__ import annotations

from typing import Final

from collectdesk.words import mark

DUTIES: Final[dict[str, dict[str, str]]] = {
    "reach": {
        "customer": mark("Everything"),
        "product": mark("One product"),
        "channel:call": mark("Calls only"),
        "channel:message": mark("Messages only"),
        "channel:letter": mark("Letters only"),
        "channel:visit": mark("Visits only"),
        "subject:amount": mark("What concerns the amount"),
        "subject:calls": mark("What concerns calls"),
        "subject:messages": mark("What concerns messages"),
        "subject:letters": mark("What concerns letters"),
        "subject:visits": mark("What concerns visits"),
        "subject:third_persons": mark("Contact with third persons"),
        "subject:staff": mark("Contact by the person complained of"),
    },
    "wish": {
        "quiet": mark("No contact at these hours"),
        "not_by": mark("Not in this way"),
        "not_at": mark("Not at this place"),
        "evening_agreed": mark("Agrees to contact at night"),
        "oftener_agreed": mark("Agrees to be tried more often"),
        "zone": mark("Lives in another time zone"),
    },
    "wish_value": {
        "call": mark("By telephone"),
        "message": mark("By text message"),
        "letter": mark("By letter"),
        "visit": mark("By visit"),
        "home": mark("At home"),
        "work": mark("At work"),
    },
    "zone": {
        "Asia/Shanghai": mark("China"),
        "Asia/Urumqi": mark("Xinjiang local time"),
        "Asia/Hong_Kong": mark("Hong Kong"),
        "Asia/Tokyo": mark("Japan"),
        "Asia/Singapore": mark("Singapore"),
        "Asia/Bangkok": mark("Thailand and Vietnam"),
        "Asia/Kolkata": mark("India"),
        "Asia/Dubai": mark("Gulf states"),
        "Europe/Moscow": mark("Moscow"),
        "Europe/Paris": mark("Central Europe"),
        "Europe/London": mark("Britain"),
        "Africa/Johannesburg": mark("South Africa"),
        "America/New_York": mark("America, east"),
        "America/Chicago": mark("America, middle"),
        "America/Los_Angeles": mark("America, west"),
        "America/Sao_Paulo": mark("Brazil"),
        "Australia/Sydney": mark("Sydney"),
        "Pacific/Auckland": mark("New Zealand"),
    },
}
