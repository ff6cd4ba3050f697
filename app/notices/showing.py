"""Notices about slogans, cases and contests."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sqlalchemy import select

import app.innovation.events as facts
from app.core.access import Role
from app.core.events import Event, Reaction
from app.core.i18n import format_day
from app.core.messages import _
from app.innovation.enums.contests import ContestState, JurorKind
from app.innovation.models import (
    Case,
    CaseAuthor,
    Contest,
    ContestEntry,
    ContestJuror,
    Slogan,
    SloganCall,
    SloganPanel,
    SloganReview,
)
from app.notices.telling import AnyEvent, Subject, Telling, record, telling
from app.notifications.enums import NoticeKind
from app.notifications.services import Link
from app.notifications.who import NOBODY, Who, chosen, heads, holders, people

_SLOGAN, _CASE, _SCORING = NoticeKind.SLOGAN, NoticeKind.CASE, NoticeKind.SCORING


def _slogan(event: AnyEvent) -> Subject | None:
    slogan = record(Slogan, event.slogan_id)
    return (
        None
        if slogan is None
        else Subject(slogan.text, Link("innovation.show_slogan", {"slogan_id": slogan.id}), slogan)
    )


def _panel(event: AnyEvent) -> Subject | None:
    panel = record(SloganPanel, event.slogan_panel_id)
    link = Link("innovation.show_slogan_panel", {"panel_id": event.slogan_panel_id})
    return None if panel is None else Subject(str(panel.year), link, panel)


def _call(event: AnyEvent) -> Subject | None:
    call = record(SloganCall, event.slogan_call_id)
    return None if call is None else Subject(str(call.year), Link("innovation.list_slogans"), call)


def _case(event: AnyEvent) -> Subject | None:
    case = record(Case, event.case_id)
    link = Link("innovation.show_case", {"case_id": event.case_id})
    return None if case is None else Subject(f"{case.number} {case.title}", link, case)


def _contest(event: AnyEvent) -> Subject | None:
    contest = record(Contest, event.contest_id)
    return (
        None
        if contest is None
        else Subject(contest.name, Link("innovation.show_contest", {"contest_id": contest.id}), contest)
    )


def _heads(_event: AnyEvent, subject: Subject) -> Who:
    return heads(subject.row.department_id)


def _authors(_event: AnyEvent, subject: Subject) -> Who:
    return people(subject.row.author_id)


def _reviewer(event: AnyEvent, _subject: Subject) -> Who:
    review = record(SloganReview, event.review_id)
    return people(review.reviewed_by_id) if review else NOBODY


def _case_authors(_event: AnyEvent, subject: Subject) -> Who:
    mine = select(CaseAuthor.person_id).where(CaseAuthor.case_id == subject.row.id)
    return chosen(mine) | people(subject.row.author_id)


def _tower(_event: AnyEvent, _subject: Subject) -> Who:
    return holders(Role.CONTROL_TOWER)


def _coordinators(_event: AnyEvent, _subject: Subject) -> Who:
    return holders(Role.COORDINATOR)


def _entrants(event: AnyEvent, _subject: Subject) -> Who:
    return chosen(
        select(ContestEntry.entered_by_id).where(
            ContestEntry.contest_id == event.contest_id, ContestEntry.withdrawn_at.is_(None)
        )
    )


def _until(event: AnyEvent, _subject: Subject) -> Mapping[str, object]:
    return {"day": format_day(date.fromisoformat(event.ends_on))}


def _begins(state: ContestState) -> Callable[[AnyEvent, Subject], bool]:
    return lambda event, _subject: bool(event.to_state == state)


def _jurors(*kinds: JurorKind) -> Callable[[AnyEvent, Subject], Who]:
    def who(event: AnyEvent, _subject: Subject) -> Who:
        seats = select(ContestJuror.person_id).where(
            ContestJuror.contest_id == event.contest_id,
            ContestJuror.kind.in_(kinds),
            ContestJuror.stood_down_at.is_(None),
        )
        return chosen(seats)

    return who


def _sheets(event: AnyEvent, _subject: Subject) -> Link:
    return Link("innovation.list_contest_sheets", {"contest_id": event.contest_id})


_SCORE = _("Score the entries of the contest: %(title)s")

SHOWING: Mapping[type[Event], Sequence[Reaction]] = {
    facts.SloganCallOpened: [
        telling(
            _call,
            Telling(_SLOGAN, _coordinators, _("The slogans of %(title)s are called for until %(day)s"), more=_until),
        )
    ],
    facts.SloganSubmitted: [
        telling(_slogan, Telling(_SLOGAN, _heads, _("A slogan waits for your approval: %(title)s")))
    ],
    facts.SloganApproved: [telling(_slogan, Telling(_SLOGAN, _authors, _("Your slogan is approved: %(title)s")))],
    facts.SloganReturned: [telling(_slogan, Telling(_SLOGAN, _authors, _("Your slogan came back: %(title)s")))],
    facts.SloganReviewSubmitted: [
        telling(_slogan, Telling(_SLOGAN, _heads, _("A self-evaluation waits for your approval: %(title)s")))
    ],
    facts.SloganReviewApproved: [
        telling(_slogan, Telling(_SLOGAN, _reviewer, _("The self-evaluation is approved: %(title)s")))
    ],
    facts.SloganReviewReturned: [
        telling(_slogan, Telling(_SLOGAN, _reviewer, _("The self-evaluation came back: %(title)s")))
    ],
    facts.SloganPanelOpened: [
        telling(
            _panel,
            Telling(
                _SCORING,
                lambda event, _subject: people(*event.evaluator_ids),
                _("You are asked to score the slogans of %(title)s"),
            ),
        )
    ],
    facts.SloganEvaluatorReplaced: [
        telling(
            _panel,
            Telling(
                _SCORING,
                lambda event, _subject: people(event.joined_id),
                _("You are asked to score the slogans of %(title)s"),
            ),
        )
    ],
    facts.CaseSubmitted: [telling(_case, Telling(_CASE, _heads, _("A case waits for your approval: %(title)s")))],
    facts.CaseApproved: [telling(_case, Telling(_CASE, _tower, _("A case waits to be published: %(title)s")))],
    facts.CaseReturned: [telling(_case, Telling(_CASE, _case_authors, _("Your case came back: %(title)s")))],
    facts.CasePublished: [
        telling(_case, Telling(_CASE, _case_authors, _("Your case stands in the library: %(title)s")))
    ],
    facts.FailureCasePublished: [
        telling(_case, Telling(_CASE, _case_authors, _("Your case stands in the library: %(title)s")))
    ],
    facts.ContestMoved: [
        telling(
            _contest,
            Telling(_CASE, _coordinators, _("Departments may enter cases: %(title)s"), only=_begins(ContestState.CALL)),
            Telling(
                _SCORING,
                _jurors(JurorKind.MEMBER, JurorKind.EXPERT),
                _SCORE,
                only=_begins(ContestState.FIRST_ROUND),
                link=_sheets,
            ),
            Telling(_SCORING, _jurors(JurorKind.COMMITTEE), _SCORE, only=_begins(ContestState.COMMITTEE), link=_sheets),
        )
    ],
    facts.JurorNamed: [
        telling(
            _contest,
            Telling(
                _SCORING,
                lambda event, _subject: people(event.person_id),
                _("You are named to score the entries of a contest: %(title)s"),
                only=lambda _event, subject: subject.row.state is not ContestState.DRAFT,
                link=_sheets,
            ),
        )
    ],
    facts.ContestPublished: [
        telling(_contest, Telling(_CASE, _entrants, _("The result of the contest is published: %(title)s")))
    ],
}
