"""Surveys that are open: by a link for everybody, by letters, among colleagues (about 교통과), and for the panel."""

from datetime import timedelta

from app.core import clock
from app.core.database import db, transaction
from app.core.visits import forget_visits
from app.voice.enums.survey_links import LinkAccess
from app.voice.enums.surveys import SurveyAudience
from app.voice.models import PanelMember
from app.voice.rules.survey_tokens import clean_token
from app.voice.services import panel_members
from app.voice.services.survey_links import remind
from app.voice.services.survey_tokens import make_letters
from tests.factories import voice_answers as made


def build(cast) -> dict[str, object]:
    forget_visits()
    with transaction():
        wave = made.open_survey(cast)
        link = made.link_of(cast, wave, department_id=cast.traffic)
        letters = made.link_of(cast, wave, access=LinkAccess.LETTERS, department_id=cast.traffic)
        token = clean_token(make_letters(actor=cast.choi, link=letters, count=2)[0])
        among = made.open_survey(cast, audience=SurveyAudience.STAFF)
        staff = made.link_of(cast, among, access=LinkAccess.STAFF, department_id=cast.traffic)
        remind(actor=cast.choi, link=staff)
        consent = panel_members.write_consent(actor=cast.choi, words_ko="동의", words_en="Consent", years_kept=1)
        until = clock.today() + timedelta(days=9)
        invitations = panel_members.make_invitations(actor=cast.choi, count=2, good_until=until)
        code, _other = [
            panel_members.register_member(invitation=one, name="한시민", contact="010-0000-0000", consent_id=consent.id)
            for one in invitations
        ]
        member = db.session.query(PanelMember).order_by(PanelMember.id.desc()).first()
    return {
        "wave": wave.id,
        "link": link.id,
        "letters": letters.id,
        "staff": staff.id,
        "key": link.key,
        "letters_key": letters.key,
        "token": token,
        "code": code,
        "member": member.id,
    }
