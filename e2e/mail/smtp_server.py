"""A mail server for the tests: aiosmtpd, with every mail read by Python's own parser, and every invite by icalendar and
vobject. Prints a line when it listens, then one line of JSON per mail."""

import json
import sys
import threading
from email import policy
from email.parser import BytesParser
from html.parser import HTMLParser

import vobject
from aiosmtpd.controller import Controller
from icalendar import Calendar

lock = threading.Lock()


def say(value):
    with lock:
        print(json.dumps(value), flush=True)


def invite(part):
    """What two readers make of an invite; both must understand it, and agree."""
    raw = part.get_payload(decode=True)
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 75, "a line of more than 75 octets"
    assert b"\n" not in raw.replace(b"\r\n", b""), "a bare line feed"
    calendar = Calendar.from_ical(raw)
    assert not calendar.errors, calendar.errors
    (event,) = calendar.walk("VEVENT")
    assert not event.errors, event.errors
    other = vobject.readOne(raw.decode())
    assert other.vevent.uid.value == str(event["UID"])
    assert other.vevent.summary.value == str(event["SUMMARY"])
    description = str(event.get("DESCRIPTION", ""))
    assert other.vevent.getChildValue("description", "") == description
    assert other.vevent.dtstart.value == event["DTSTART"].dt
    attendees = event.get("ATTENDEE", [])
    attendees = attendees if isinstance(attendees, list) else [attendees]
    return {
        "parameter": part.get_param("method"),
        "method": str(calendar["METHOD"]),
        "uid": str(event["UID"]),
        "sequence": int(event["SEQUENCE"]),
        "status": str(event["STATUS"]),
        "start": event["DTSTART"].dt.isoformat(),
        "end": event["DTEND"].dt.isoformat(),
        "summary": str(event["SUMMARY"]),
        "description": description,
        "location": str(event["LOCATION"]),
        "organizer": str(event["ORGANIZER"]),
        "organizerName": str(event["ORGANIZER"].params.get("CN", "")),
        "attendees": {str(a): {k: str(v) for k, v in a.params.items()} for a in attendees},
    }


class Words(HTMLParser):
    """What somebody reads of an HTML part: its text, with a line for each block."""

    BLOCKS = {"p", "td", "tr", "br", "div", "table"}

    def __init__(self, html):
        super().__init__()
        self.pieces, self.unseen = [], 0
        self.feed(html)

    def handle_starttag(self, tag, _attributes):
        self.unseen += tag in ("style", "title")
        if tag in self.BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag):
        self.unseen -= tag in ("style", "title")

    def handle_data(self, data):
        if not self.unseen:
            self.pieces.append(data)


class Inbox:
    async def handle_DATA(self, _server, _session, envelope):
        try:
            mail = BytesParser(policy=policy.default).parsebytes(envelope.content)
            assert not mail.defects, mail.defects
            parts = {p.get_content_type(): p for p in mail.walk() if not p.is_multipart()}
            assert all(not p.defects for p in parts.values())
            calendar = parts.get("text/calendar")
            html = parts["text/html"].get_content()
            say({
                "envelopeFrom": envelope.mail_from,
                "envelopeTo": envelope.rcpt_tos,
                "headers": {name.lower(): str(value) for name, value in mail.items()},
                "order": list(parts),
                "text": parts["text/plain"].get_content(),
                "html": html,
                "words": "".join(Words(html).pieces),
                "invite": invite(calendar) if calendar else None,
            })
        except Exception as error:  # told to the test, which fails by it
            say({"error": repr(error), "raw": envelope.content.decode("utf-8", "replace")})
        return "250 OK"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if address.startswith("nobody"):
            return "550 5.1.1 there is no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"


controller = Controller(Inbox(), hostname="127.0.0.1", port=int(sys.argv[1]))
controller.start()
say({"listening": True})
sys.stdin.read()
controller.stop()
