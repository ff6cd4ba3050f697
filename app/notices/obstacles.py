"""Notices about obstacles, requests to offices and promises. Who may not read a record is told nothing of it."""

from collections.abc import Mapping, Sequence
from datetime import date

import app.innovation.events as facts
from app.core.access import Role
from app.core.events import Event, Reaction
from app.core.i18n import format_day
from app.core.messages import Message, _
from app.innovation.enums.obstacles import ObstacleLevel, Sensitivity
from app.innovation.models import Obstacle, ObstacleRequest
from app.notices.telling import AnyEvent, Subject, Telling, record, telling
from app.notifications.enums import NoticeKind
from app.notifications.services import Link
from app.notifications.who import NOBODY, Who, coordinators, heads, holders, people

_KIND = NoticeKind.OBSTACLE


def _obstacle(event: AnyEvent) -> Subject | None:
    obstacle = record(Obstacle, event.obstacle_id)
    if obstacle is None:
        return None
    link = Link("innovation.show_obstacle", {"obstacle_id": obstacle.id})
    return Subject(obstacle.title, link, obstacle, discreet=obstacle.sensitivity is not Sensitivity.OPEN)


def _of(subject: Subject, *department_ids: int | None) -> Who:
    """Heads of the departments, and coordinators where the record is not kept from them."""
    restricted = subject.row.sensitivity is Sensitivity.RESTRICTED
    return heads(*department_ids) | (NOBODY if restricted else coordinators(*department_ids))


def _asked(_event: AnyEvent, subject: Subject) -> Who:
    return _of(subject, subject.row.asked_department_id)


def _suffering(_event: AnyEvent, subject: Subject) -> Who:
    return heads(subject.row.suffering_department_id)


def _owner(event: AnyEvent, _subject: Subject) -> Who:
    return people(event.owner_id)


def _tower(_event: AnyEvent, _subject: Subject) -> Who:
    return holders(Role.CONTROL_TOWER)


def _confirming(event: AnyEvent, _subject: Subject) -> Who:
    return heads(event.confirming_department_id)


def _claimant(_event: AnyEvent, subject: Subject) -> Who:
    return people(subject.row.claimed_by_id, subject.row.owner_id)


def _concerned(_event: AnyEvent, subject: Subject) -> Who:
    row = subject.row
    return people(row.reported_by_id, row.owner_id, row.claimed_by_id)


def _requested(event: AnyEvent, subject: Subject) -> Who:
    return _of(subject, event.asked_department_id)


def _request(event: AnyEvent) -> ObstacleRequest | None:
    return record(ObstacleRequest, event.obstacle_request_id)


def _asker(event: AnyEvent, _subject: Subject) -> Who:
    request = _request(event)
    return people(request.asked_by_id) if request else NOBODY


def _promiser(event: AnyEvent, subject: Subject) -> Who:
    request = _request(event)
    return _of(subject, request.asked_department_id) if request else NOBODY


def _due(event: AnyEvent, _subject: Subject) -> Mapping[str, object]:
    return {"day": format_day(date.fromisoformat(event.due_on))}


def _promised(event: AnyEvent, _subject: Subject) -> Mapping[str, object]:
    return {"day": format_day(date.fromisoformat(event.promised_on))}


def _level(event: AnyEvent, _subject: Subject) -> Mapping[str, object]:
    return {"level": ObstacleLevel(event.level).label}


_ESCALATED: Message = _("An obstacle went up to the level “%(level)s”: %(title)s")

OBSTACLES: Mapping[type[Event], Sequence[Reaction]] = {
    facts.ObstacleReported: [
        telling(
            _obstacle,
            Telling(_KIND, _asked, _("Your department is asked to see to an obstacle: %(title)s")),
            Telling(
                _KIND,
                _suffering,
                _("An obstacle of your department was reported: %(title)s"),
                only=lambda _event, subject: subject.row.suffering_department_id != subject.row.asked_department_id,
            ),
        )
    ],
    facts.ObstacleOwnerAssigned: [
        telling(_obstacle, Telling(_KIND, _owner, _("You are to see to an obstacle: %(title)s")))
    ],
    facts.ObstacleHandedOver: [
        telling(_obstacle, Telling(_KIND, _owner, _("You are to see to an obstacle: %(title)s")))
    ],
    facts.ObstacleEscalated: [
        telling(
            _obstacle,
            Telling(
                _KIND,
                lambda event, subject: _tower(event, subject) | _concerned(event, subject),
                _ESCALATED,
                more=_level,
            ),
        )
    ],
    facts.ObstacleRemovalClaimed: [
        telling(_obstacle, Telling(_KIND, _confirming, _("Say whether the obstacle is gone: %(title)s")))
    ],
    facts.ObstacleRemovalRejected: [
        telling(_obstacle, Telling(_KIND, _claimant, _("The obstacle is said to be still there: %(title)s")))
    ],
    facts.ObstacleRemoved: [telling(_obstacle, Telling(_KIND, _concerned, _("The obstacle is gone: %(title)s")))],
    facts.ObstacleBypassed: [
        telling(_obstacle, Telling(_KIND, _concerned, _("A way around the obstacle was found: %(title)s")))
    ],
    facts.ObstacleReopened: [telling(_obstacle, Telling(_KIND, _concerned, _("The obstacle is back: %(title)s")))],
    facts.ObstacleRequestMade: [
        telling(
            _obstacle,
            Telling(
                _KIND, _requested, _("Your department is asked to act on an obstacle by %(day)s: %(title)s"), more=_due
            ),
        )
    ],
    facts.ObstacleRequestPromised: [
        telling(
            _obstacle,
            Telling(_KIND, _asker, _("What you asked for is promised for %(day)s: %(title)s"), more=_promised),
        )
    ],
    facts.ObstacleRequestDeclined: [
        telling(_obstacle, Telling(_KIND, _asker, _("What you asked for was declined: %(title)s")))
    ],
    facts.PromiseKept: [telling(_obstacle, Telling(_KIND, _promiser, _("Your promise is said to be kept: %(title)s")))],
    facts.PromiseNotKept: [
        telling(_obstacle, Telling(_KIND, _promiser, _("Your promise is said not to be kept: %(title)s")))
    ],
}
