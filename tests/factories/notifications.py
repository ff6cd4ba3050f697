"""Notices, addresses and a mail server that is there for a test."""

import socket
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import time
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from sqlalchemy import update

from app.accounts.models import Person
from app.core.database import db, transaction
from app.core.messages import Message
from app.notifications.enums import Encryption, Frequency, NoticeKind
from app.notifications.queries.choices import choices_of
from app.notifications.queries.mail_settings import mail_settings
from app.notifications.services import Link, set_choices, tell
from app.notifications.services.mail_settings import MailFacts, save_mail_settings
from app.notifications.who import people


@dataclass
class Inbox:
    """What a server took. `refused`: answers it gives to addresses instead."""

    mails: list = field(default_factory=list)
    refused: dict = field(default_factory=dict)

    async def handle_RCPT(  # noqa: N802  the library's name
        self, _server, _session, envelope, address, _options
    ):
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  the library's name
        self, _server, _session, envelope
    ):
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append((envelope.rcpt_tos[0], mail))
        return "250 taken"

    def subjects(self):
        return [(to, mail["Subject"]) for to, mail in self.mails]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def mail_server(port=0, **how):
    """Serve SMTP on a free port of this machine; without encryption, as servers inside an office do, unless `how` says."""
    inbox, port = Inbox(), port or free_port()
    controller = Controller(inbox, hostname="127.0.0.1", port=port, **how)
    controller.start()
    try:
        yield inbox, port
    finally:
        controller.stop()


def set_mail(cast, port, *, password="", **more):
    facts = {
        "host": "127.0.0.1",
        "port": port,
        "encryption": Encryption.NONE,
        "user": "",
        "sender": "opum@city.local",
        "site": "http://opum.city.local/app",
        "quiet_from": time(18),
        "quiet_until": time(9),
        "most_a_day": 5,
        "head_after_days": 3,
    }
    with transaction():
        return save_mail_settings(
            facts=MailFacts(**(facts | more)),
            password=password,
            read_version=mail_settings().version,
            actor=cast.goh,
        )


def give_address(*actors):
    with transaction():
        for actor in actors:
            email = f"{actor.employee_no}@city.local"
            db.session.execute(update(Person).where(Person.id == actor.id).values(email=email))


def choose(actor, frequency, *, kind=NoticeKind.TASK, language="ko"):
    with transaction():
        set_choices(choices={**choices_of(actor.id), kind: frequency}, language=language, actor=actor)


def wants_at_once(*actors, kind=NoticeKind.TASK, language="ko"):
    give_address(*actors)
    for actor in actors:
        choose(actor, Frequency.NOW, kind=kind, language=language)


def told(*actors, title="2026-제1호 민원 서식 줄이기", kind=NoticeKind.TASK, **more):
    """Tell people something, as a reaction to a fact does: inside the present transaction."""
    sentence = Message("You are in the team of %(title)s", {"title": title})
    link = Link("innovation.show_board")
    return tell(who=people(*(one.id for one in actors)), kind=kind, sentence=sentence, link=link, **more)


def tell_now(*actors, **more):
    with transaction():
        return told(*actors, **more)
