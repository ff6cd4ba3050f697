"""The citizens' panel: a code and a consent lead in, a token is taken once, and leaving deletes everything."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Denied, Refused
from app.voice.enums.survey_links import LinkAccess
from app.voice.enums.surveys import SurveyAudience, SurveyPurpose
from app.voice.models import PanelAssignment, PanelInvitation, PanelMember, SurveyPending
from app.voice.rules.panel_members import kept_until, masked
from app.voice.services import panel_members as services
from tests.factories import voice_answers as made
from tests.statements import count_statements

GIVEN = {"name": "한시민", "contact": "010-0000-0000", "agreed": "yes", "language": "en"}


@pytest.fixture
def consent(cast, app):
    with transaction():
        return services.write_consent(actor=cast.choi, words_ko="동의합니다.", words_en="I agree.", years_kept=2)


@pytest.fixture
def codes(cast, consent):
    with transaction():
        return services.make_invitations(actor=cast.choi, count=3, good_until=clock.today() + timedelta(days=30))


@pytest.fixture
def citizen(app):
    return app.test_client(use_cookies=False)


@pytest.fixture
def panel_link(cast, app):
    with transaction():
        wave = made.open_survey(cast, audience=SurveyAudience.PANEL, purpose=SurveyPurpose.CITIZEN_PANEL)
        return made.link_of(cast, wave, access=LinkAccess.PANEL, department_id=cast.traffic)


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def register(client, code, consent, **more):
    return client.post("/s/panel/registrations", data={**GIVEN, "invitation": code, "consent_id": consent.id, **more})


def code_of(answer):
    return re.search(r"/s/panel/members/(\w+)", answer.location)[1]


def test_a_citizen_registers_once_with_a_code(citizen, codes, consent):
    page = citizen.get(f"/s/panel/registrations/new?invitation={codes[0]}&language=en")
    assert "I agree." in page.text
    answered = register(citizen, codes[0].upper(), consent)
    assert answered.status_code == 303
    own = citizen.get(answered.location)
    assert "한시민" in own.text
    member = db.session.scalars(select(PanelMember)).one()
    assert (member.consent_id, member.kept_until) == (consent.id, kept_until(clock.today(), 2))
    assert count(PanelInvitation) == 2
    again = register(citizen, codes[0], consent)
    assert again.status_code == 422
    assert "not good" in again.text
    assert "010-0000-0000" in again.text


@pytest.mark.parametrize(
    ("change", "code"),
    [({"agreed": ""}, 422), ({"name": ""}, 422), ({"contact": "1" * 101}, 422), ({"consent_id": "0"}, 409)],
)
def test_without_consent_and_name_nobody_is_registered(citizen, codes, consent, change, code):
    page = register(citizen, codes[0], consent, **change)
    assert page.status_code == code
    assert codes[0] in page.text
    assert count(PanelMember) == 0
    assert count(PanelInvitation) == 3


def test_who_does_not_agree_is_told_why_that_is_needed(citizen, codes, consent):
    page = register(citizen, codes[0], consent, agreed="", language="en").text
    assert "You can be registered only if you agree." in page
    assert "This is needed." not in page


def test_a_code_ends_with_its_day(cast, citizen, codes, consent):
    with clock.frozen_at(clock.now() + timedelta(days=31)):
        assert register(citizen, codes[0], consent).status_code == 422


def test_a_member_answers_what_they_are_asked_once(cast, citizen, codes, consent, panel_link):
    mine = code_of(register(citizen, codes[0], consent))
    other = code_of(register(citizen, codes[1], consent))
    with transaction():
        assert services.assign(actor=cast.choi, link=panel_link, count=1) == 1
    asked = [code for code in (mine, other) if "Answer now" in citizen.get(f"/s/panel/members/{code}?language=en").text]
    assert len(asked) == 1
    form = {"link_id": panel_link.id}
    taken = citizen.post(f"/s/panel/members/{asked[0]}/takings", data=form)
    assert taken.status_code == 303
    page = citizen.get(taken.location)
    token = re.search(r'name="token" value="(\w+)"', page.text)[1]
    sent = citizen.post(f"/s/{panel_link.key}/answers", data=made.form_of(panel_link.key, token=token, q1="4"))
    assert sent.status_code == 303
    assert count(SurveyPending) == 1
    assert citizen.post(f"/s/panel/members/{asked[0]}/takings", data=form).status_code == 409
    free = next(code for code in (mine, other) if code != asked[0])
    assert citizen.post(f"/s/panel/members/{free}/takings", data=form).status_code == 404
    with transaction():
        assert services.assign(actor=cast.choi, link=panel_link) == 1
    with pytest.raises(Refused), transaction():
        services.assign(actor=cast.choi, link=panel_link)


def test_leaving_deletes_everything_and_no_log_has_a_name(cast, citizen, codes, consent, panel_link):
    mine = code_of(register(citizen, codes[0], consent))
    with transaction():
        services.assign(actor=cast.choi, link=panel_link)
    assert citizen.post(f"/s/panel/members/{mine}/withdrawals").status_code == 200
    assert (count(PanelMember), count(PanelAssignment)) == (0, 0)
    assert citizen.get(f"/s/panel/members/{mine}").status_code == 404
    told = "".join(db.session.scalars(select(AuditEntry.details)))
    assert "한시민" not in told
    assert "010-0000" not in told


def test_data_are_deleted_when_the_time_is_over(cast, citizen, codes, consent):
    register(citizen, codes[0], consent)
    last = db.session.scalars(select(PanelMember.kept_until)).one()
    with transaction():
        assert services.delete_over(last) == 0
    with transaction():
        assert services.delete_over(last + timedelta(days=1)) == 1
    assert (count(PanelMember), count(PanelInvitation)) == (0, 0)


def test_the_office_reads_masked_names_and_only_the_tower_changes_anything(cast, as_, citizen, codes, consent):
    register(citizen, codes[0], consent)
    page = as_(cast.gam).get("/voice/panel-members").text
    assert "한시민" not in page
    assert masked("한시민") in page
    assert as_(cast.kim).get("/voice/panel-members").status_code == 403
    with pytest.raises(Denied), transaction():
        services.remove_member(actor=cast.gam, member=db.session.scalars(select(PanelMember)).one())
    member = db.session.scalars(select(PanelMember.id)).one()
    assert as_(cast.choi).post(f"/voice/panel-members/{member}/removals").status_code == 302
    assert count(PanelMember) == 0


def test_the_list_of_members_takes_the_same_statements_for_one_and_three(cast, as_, citizen, codes, consent):
    client = as_(cast.choi)
    register(citizen, codes[0], consent)
    client.get("/voice/panel-members")
    with count_statements() as one:
        client.get("/voice/panel-members")
    for code in codes[1:]:
        register(citizen, code, consent)
    with count_statements() as three:
        client.get("/voice/panel-members")
    assert len(one) == len(three) <= 7


def test_time_and_masks():
    assert kept_until(clock.today().replace(month=2, day=28), 3).year == clock.today().year + 3
    assert (masked("홍길동"), masked("홍길"), masked("홍")) == ("홍*동", "홍*", "홍*")
