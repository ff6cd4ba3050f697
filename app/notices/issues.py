"""Notices about issues and ideas. They name nobody: who stands behind an issue may be hidden."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

import app.innovation.events as facts
from app.core.access import Role
from app.core.events import Event, Reaction
from app.core.i18n import format_day
from app.core.messages import _
from app.innovation.enums import TriageDecision
from app.innovation.enums.proposals import Consent
from app.innovation.models import Issue, IssueFollow, IssueOpinion, IssueProposer, Revival, Unmasking
from app.notices.telling import AnyEvent, Subject, Telling, record, telling
from app.notifications.enums import NoticeKind
from app.notifications.services import Link
from app.notifications.who import NOBODY, Who, chosen, heads, holders, offices, people

_KIND = NoticeKind.IDEA
_TOWER = holders(Role.CONTROL_TOWER)


def _issue(event: AnyEvent) -> Subject | None:
    issue = record(Issue, event.issue_id)
    if issue is None:
        return None
    title = f"{issue.number} {issue.title}"
    return Subject(title, Link("innovation.show_issue", {"issue_id": issue.id}), issue, discreet=issue.blind)


def _unmasking(event: AnyEvent) -> Subject | None:
    request, issue = record(Unmasking, event.unmasking_id), record(Issue, event.issue_id)
    if request is None or issue is None:
        return None
    link = Link("innovation.show_unmasking", {"unmasking_id": request.id})
    return Subject(f"{issue.number} {issue.title}", link, request, discreet=True)


def _tower(_event: AnyEvent, subject: Subject) -> Who:
    """The control tower, without whoever proposed the issue: nobody decides about the own one."""
    return _TOWER.but(subject.row.proposer_id)


def _proposers(_event: AnyEvent, subject: Subject) -> Who:
    return chosen(select(IssueProposer.person_id).where(IssueProposer.issue_id == subject.row.id)) | _lead(
        None, subject
    )


def _lead(_event: AnyEvent, subject: Subject) -> Who:
    return people(subject.row.proposer_id)


def _followers(event: AnyEvent, subject: Subject) -> Who:
    """Everybody who wants to hear of the issue but its proposers, who are told in other words."""
    if subject.row.state == "withdrawn":
        return NOBODY
    proposers = select(IssueProposer.person_id).where(IssueProposer.issue_id == event.issue_id)
    return chosen(
        select(IssueFollow.person_id).where(
            IssueFollow.issue_id == event.issue_id, IssueFollow.person_id.not_in(proposers)
        )
    ).but(subject.row.proposer_id)


def _to_confirm(event: AnyEvent, subject: Subject) -> Who:
    asked = select(IssueProposer.person_id).where(
        IssueProposer.issue_id == event.issue_id, IssueProposer.consent == Consent.ASKED
    )
    return chosen(asked).but(subject.row.proposer_id)


def _asked(event: AnyEvent, _subject: Subject) -> Who:
    return offices(event.department_id)


def _asker(event: AnyEvent, _subject: Subject) -> Who:
    opinion = record(IssueOpinion, event.opinion_id)
    return people(opinion.asked_by_id) if opinion else NOBODY


def _next_reviewer(event: AnyEvent, subject: Subject) -> Who:
    return _tower(event, subject) if event.to_department_id is None else heads(event.to_department_id)


def _decision(event: AnyEvent, _subject: Subject) -> Mapping[str, object]:
    return {"decision": TriageDecision(event.decision).label}


def _revival_claimants(event: AnyEvent, subject: Subject) -> Who:
    revival = record(Revival, event.revival_id)
    return _tower(event, subject).but(revival.recorded_by_id if revival else None)


def _due(event: AnyEvent, _subject: Subject) -> Mapping[str, object]:
    return {"day": format_day(date.fromisoformat(event.due_on))}


def _promised(event: AnyEvent, _subject: Subject) -> Mapping[str, object]:
    return {"day": format_day(date.fromisoformat(event.promised_on))}


def _second(event: AnyEvent, _subject: Subject) -> Who:
    return people(event.second_id)


def _who_asked(_event: AnyEvent, subject: Subject) -> Who:
    return people(subject.row.asked_by_id)


ISSUES: Mapping[type[Event], Sequence[Reaction]] = {
    facts.IssueReceived: [
        telling(
            _issue,
            Telling(_KIND, _tower, _("A new issue waits for a decision: %(title)s")),
            Telling(_KIND, _to_confirm, _("Confirm your share of the issue: %(title)s")),
        )
    ],
    facts.SharesSet: [telling(_issue, Telling(_KIND, _to_confirm, _("Confirm your share of the issue: %(title)s")))],
    facts.ShareDeclined: [
        telling(_issue, Telling(_KIND, _lead, _("A co-proposer does not agree to the shares of %(title)s")))
    ],
    facts.IssueTriaged: [
        telling(
            _issue,
            Telling(_KIND, _proposers, _("Decision about your issue %(title)s: %(decision)s"), more=_decision),
            Telling(
                _KIND, _followers, _("Decision about an issue you follow, %(title)s: %(decision)s"), more=_decision
            ),
        )
    ],
    facts.IssueLinkUndone: [telling(_issue, Telling(_KIND, _proposers, _("Your issue is received again: %(title)s")))],
    facts.IssueSupplemented: [
        telling(_issue, Telling(_KIND, _tower, _("The supplement has come: decide about %(title)s")))
    ],
    facts.IssueReexaminationAsked: [
        telling(_issue, Telling(_KIND, _tower, _("Its proposer asks to look again at %(title)s")))
    ],
    facts.IssuePromised: [
        telling(
            _issue,
            Telling(
                _KIND, _proposers, _("The decision about your issue %(title)s will come by %(day)s"), more=_promised
            ),
        )
    ],
    facts.IssueOpinionAsked: [
        telling(
            _issue,
            Telling(_KIND, _asked, _("Your department is asked about %(title)s, by %(day)s"), more=_due),
        )
    ],
    facts.IssueOpinionDrafted: [
        telling(
            _issue,
            Telling(
                _KIND,
                lambda event, _subject: heads(event.department_id),
                _("A draft of your department's opinion is ready: %(title)s"),
            ),
        )
    ],
    facts.IssueOpinionAnswered: [
        telling(_issue, Telling(_KIND, _asker, _("A department has answered about %(title)s")))
    ],
    facts.IssueTransferred: [
        telling(_issue, Telling(_KIND, _next_reviewer, _("An issue was passed on to you: %(title)s")))
    ],
    facts.IssueReviewed: [
        telling(_issue, Telling(_KIND, _tower, _("The reviewing department has given its advice: %(title)s")))
    ],
    facts.IssueFollowedUp: [
        telling(_issue, Telling(_KIND, _proposers, _("What has become of your adopted idea: %(title)s")))
    ],
    facts.IssueCommented: [
        telling(
            _issue,
            Telling(
                _KIND,
                _lead,
                _("New comments on your issue %(title)s"),
                topic=lambda event, _subject: f"issue:{event.issue_id}:comments",
            ),
        )
    ],
    facts.RevivalRecorded: [
        telling(_issue, Telling(_KIND, _lead, _("Your refused idea is carried out after all: %(title)s")))
    ],
    facts.RevivalClaimed: [
        telling(_issue, Telling(_KIND, _revival_claimants, _("Credit for a refused idea is claimed: %(title)s")))
    ],
    facts.RevivalCredited: [
        telling(_issue, Telling(_KIND, _proposers, _("You are credited for your refused idea: %(title)s")))
    ],
    facts.RevivalDenied: [
        telling(_issue, Telling(_KIND, _proposers, _("The credit for your refused idea was not given: %(title)s")))
    ],
    facts.UnmaskingAsked: [
        telling(_unmasking, Telling(_KIND, _second, _("Answer the request for hidden names: %(title)s")))
    ],
    facts.UnmaskingAgreed: [
        telling(_unmasking, Telling(_KIND, _who_asked, _("Your request for hidden names was agreed to: %(title)s")))
    ],
    facts.UnmaskingDeclined: [
        telling(_unmasking, Telling(_KIND, _who_asked, _("Your request for hidden names was declined: %(title)s")))
    ],
}
