"""A round that is scoring with somebody from outside: asked for 교통과 and 민원봉사과, with a code that is good or over."""

import io
from datetime import timedelta

from sqlalchemy import update

from app.accounts.models import Person
from app.core import clock
from app.core.database import db, transaction
from app.evaluation.enums import Phase
from app.evaluation.models import EvaluationRound, OutsideEvaluator, PanelSession, RoundMember
from app.evaluation.routes.guest_desk import GUEST_COOKIE
from app.evaluation.services.guests import issue_code
from app.evaluation.services.panel_entry import prove_code, start_panel_session
from app.files.services import store_evidence
from tests.factories.evaluation import advance, assign, invite, make_panel, make_round

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def build(cast) -> dict[str, int]:
    with transaction():
        panel = make_panel(cast.choi, "Z9")
        record = make_round(cast.choi, [(panel, 100)], [cast.traffic, cast.civil], code="2026-G")
        guest = invite(cast.choi, record)
        other = invite(cast.choi, record, name="구경만", institution="다른대학교")
        assign(cast.choi, record, panel, cast.moon, db.session.get(Person, guest.person_id))
        advance(cast.choi, record, Phase.SCORING)
        member = db.session.query(RoundMember).filter_by(round_id=record.id, department_id=cast.traffic).one()
        evidence = store_evidence(
            stream=io.BytesIO(PDF),
            filename="증빙.pdf",
            subject_type="round_member",
            subject_id=member.id,
            actor=cast.kang,
        )
        planning = make_round(cast.choi, [(panel, 100)], [cast.traffic], code="2026-H")
    return {
        "scoring": record.id,
        "planned": planning.id,
        "panel": panel.id,
        "guest": guest.id,
        "other_guest": other.id,
        "evidence": evidence.id,
        "traffic": cast.traffic,
        "roads": cast.roads,
    }


def panel_token(cast, ids, *, expired: bool = False) -> str:
    """The session of the guest; the code of an expired one ended while the session is a fresh one."""
    guest_id = ids.get("guest") or build(cast)["guest"]
    issued = clock.now() - (timedelta(days=14) if expired else timedelta())
    with clock.frozen_at(issued), transaction():
        guest = db.session.get_one(OutsideEvaluator, guest_id)
        record = db.session.get_one(EvaluationRound, guest.round_id)
        code = issue_code(actor=cast.choi, record=record, guest=guest)
        code_id = prove_code(str(guest_id), code)
        token = start_panel_session(code_id, address="127.0.0.1")
    with transaction():
        db.session.execute(update(PanelSession).values(created_at=clock.now(), last_seen_at=clock.now()))
    return token


def panel_client(app, cast, ids, *, expired: bool):
    """A client with that session."""
    client = app.test_client()
    client.set_cookie(GUEST_COOKIE, panel_token(cast, ids, expired=expired))
    client.set_cookie("opum_language", "en")
    return client
