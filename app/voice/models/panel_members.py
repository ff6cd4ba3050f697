"""시민평가단: who takes part, with consent and for a time; how they come in, and which waves they are asked."""

from datetime import date

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, day, foreign_key, long_text, moment, pk, short_text, trigger

MOST_YEARS = 3
"""How long the data of a member may be kept without asking again."""

_CONSENTS, _INVITATIONS, _MEMBERS = "panel_consents", "panel_invitations", "panel_members"


class PanelConsent(Model):
    """동의 문안: what members agree to, version by version. Append-only: a member's version can always be read."""

    __tablename__ = _CONSENTS

    id: Mapped[pk]
    words_ko: Mapped[long_text]
    words_en: Mapped[long_text]
    years_kept: Mapped[int] = mapped_column()
    written_by_id: Mapped[int] = foreign_key("people.id", index=False)
    written_at: Mapped[moment]

    __table_args__ = (CheckConstraint(f"years_kept BETWEEN 1 AND {MOST_YEARS}", name="years_kept"),)


class PanelInvitation(Model):
    """초대번호: lets one citizen register until a day. Only the hash is kept; it is deleted when it is used."""

    __tablename__ = _INVITATIONS

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    good_until: Mapped[day]
    made_by_id: Mapped[int] = foreign_key("people.id", index=False)
    made_at: Mapped[moment]


class PanelMember(Model):
    """시민평가단원: name and contact as given with consent. Deleted on withdrawal and when the time is over."""

    __tablename__ = _MEMBERS
    __table_args__ = (
        UniqueConstraint("code_hash", name="code_hash"),
        CheckConstraint("kept_until > consented_on", name="kept_after_consent"),
    )

    id: Mapped[pk]
    name: Mapped[short_text]
    contact: Mapped[short_text]
    code_hash: Mapped[str] = mapped_column(String(64))
    consent_id: Mapped[int] = foreign_key("panel_consents.id", index=False)
    consented_on: Mapped[date]
    kept_until: Mapped[date]


class PanelAssignment(Model):
    """평가 배정: a member is asked to answer by a link; `has_taken` says that the token was taken, not which."""

    __tablename__ = "panel_assignments"
    __table_args__ = ({"sqlite_with_rowid": False},)

    link_id: Mapped[int] = foreign_key("survey_links.id", primary_key=True, index=False)
    member_id: Mapped[int] = foreign_key("panel_members.id", primary_key=True)
    has_taken: Mapped[bool] = mapped_column(default=False)


trigger(_CONSENTS, "UPDATE", name="no_update", reason=f"{_CONSENTS}: rows are never changed")
trigger(_CONSENTS, "DELETE", name="no_delete", reason=f"{_CONSENTS}: rows are never deleted")
trigger(
    _MEMBERS,
    "UPDATE",
    name="consent_stays",
    reason=f"{_MEMBERS}: what was agreed to stays; who agrees anew registers anew",
    condition="OLD.consent_id <> NEW.consent_id OR OLD.consented_on <> NEW.consented_on "
    "OR NEW.kept_until > OLD.kept_until",
)
