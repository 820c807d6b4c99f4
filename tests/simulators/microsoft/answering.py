"""How somebody invited answers: accept, perhaps, decline, and another time where that is allowed.

https://learn.microsoft.com/graph/api/event-tentativelyaccept
"""

from tests.simulators.microsoft.call import Call
from tests.simulators.microsoft.errors import bad_request
from tests.simulators.microsoft.event import Json
from tests.simulators.microsoft.idents import Ident
from tests.simulators.microsoft.mailbox import Mailbox, MailOut
from tests.simulators.microsoft.times import read_stamp, zulu
from tests.simulators.microsoft.wire import says
from tests.simulators.wire import Answer

SHOWN_AS = {"accepted": "busy", "tentativelyAccepted": "tentative", "declined": "free"}


def accept(call: Call) -> Answer:
    if call.asked.body and "proposedNewTime" in call.told:
        raise bad_request("The parameter 'proposedNewTime' does not exist on accept.", "RequestBodyRead")
    return _answer(call, "accepted")


def tentatively_accept(call: Call) -> Answer:
    return _answer(call, "tentativelyAccepted")


def decline(call: Call) -> Answer:
    return _answer(call, "declined")


def _answer(call: Call, response: str) -> Answer:
    told: Json = call.told if call.asked.body else {}
    kept = call.box.fields(call.ident)
    if kept["isOrganizer"]:
        raise bad_request(
            "Your request can't be completed. You can't respond to this meeting because you're the organizer."
        )
    sends = str(told.get("sendResponse", True)).lower() != "false"
    proposed = _proposal(told, kept, sends=sends)
    status = {"response": response, "time": zulu(call.graph.now())}
    call.box.update(call.ident, {"responseStatus": status, "showAs": SHOWN_AS[response]})
    if sends:
        _tell(call, response, str(told.get("comment") or ""), proposed)
        _reach(call, kept, status, proposed)
    if response == "declined" and not call.graph.declined_stay:
        call.box.remove(call.ident)
    return says(None, 202)


def _proposal(told: Json, kept: Json, *, sends: bool) -> Json | None:
    wanted = told.get("proposedNewTime")
    if not wanted:
        return None
    if not kept["allowNewTimeProposals"] or not sends:
        text = "Your request can't be completed. A new time can be proposed only where the organizer allows it and a response is sent."
        raise bad_request(text)
    return {edge: read_stamp(wanted.get(edge), edge) for edge in ("start", "end")}


def _tell(call: Call, what: str, comment: str, proposed: Json | None) -> None:
    kept = call.box.fields(call.ident)
    to = (kept["organizer"]["emailAddress"]["address"],)
    call.box.mails_out.append(
        MailOut(what, to, call.box.id_of(call.ident), str(kept["subject"] or ""), comment, proposed)
    )


def _reach(call: Call, kept: Json, status: Json, proposed: Json | None) -> None:
    """The organiser's own copy, where that mailbox is here too: joined by iCalUId."""
    box = call.graph.mailbox_of(kept["organizer"]["emailAddress"]["address"])
    number = next((number for number, one in box.items.items() if one["iCalUId"] == kept["iCalUId"]), 0) if box else 0
    if box and number:
        news = {"status": status, **({"proposedNewTime": proposed} if proposed else {})}
        ident = Ident(number, call.ident.day)
        box.update(ident, {"attendees": _answered(box, ident, call.box.address, news)})


def _answered(box: Mailbox, ident: Ident, who: str, news: Json) -> list[Json]:
    whole = box.fields(ident)["attendees"]
    return [{**one, **news} if one["emailAddress"]["address"].casefold() == who.casefold() else one for one in whole]
