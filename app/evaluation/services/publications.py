"""공개: the results of a round as a canonical snapshot with its SHA-256, and the proof that it still holds."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Conflict, OpumError, Refused
from app.core.events import publish
from app.core.messages import Message, _
from app.core.snapshots import canonical_json, to_plain
from app.evaluation import policy
from app.evaluation.enums import Permission, Phase
from app.evaluation.events import RoundPublished
from app.evaluation.models import EvaluationRound, Publication, Result
from app.evaluation.queries.corrections import CorrectionView, corrections_of, next_version
from app.evaluation.queries.releases import release_awaited
from app.evaluation.rules import phases
from app.evaluation.rules.releases import check_release
from app.evaluation.services.calibration_checks import require_calibrated
from app.evaluation.services.checklists import require_not_reopened
from app.evaluation.services.corrections import check_two_offices
from app.evaluation.services.phase_locks import hold_phase, lock_round
from app.evaluation.services.rounds import enter_phase
from app.evaluation.services.scoring import DepartmentScore, RoundResult, ScoredLine, compute_round

FORMAT = 1
FIGURES = ("code", "weight", "effective_weight", "state", "actual", "exact_score", "exact_points", "score", "points")
WORDS = frozenset({"derivation", "lines", "corrections"})
"""What of a department in a snapshot is no figure of its own."""
FIRST = 1


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What would be published now, and the hash it would have."""

    result: RoundResult
    text: str
    sha256: str


def preview(record: EvaluationRound, *, version: int = FIRST, correction_reason: str = "") -> Preview:
    """Return what would be published. Raises Refused where a value cannot be scored."""
    result = compute_round(record)
    text = canonical_json(snapshot(record, result, version=version, correction_reason=correction_reason)).decode()
    return Preview(result=result, text=text, sha256=sha256(text.encode()).hexdigest())


def publish_round(
    *,
    actor: Actor,
    record: EvaluationRound,
    reason: str = "",
    seen_sha256: str | None = None,
    release_at: datetime | None = None,
) -> Publication:
    """Publish version 1: the snapshot, its hash and a result row per department; the round becomes published.

    `seen_sha256` is the hash of the preview the publisher looked at. Until `release_at` (None: at once) only the
    control tower and the auditor see the results. Raises Conflict where another one would be
    published by now, Refused outside calibration and where nobody has a total.
    """
    policy.require(Permission.RESULTS_PUBLISH, actor)
    lock_round(record)
    if not phases.may_publish(record.phase):
        raise Refused(_("A round is published out of calibration, not from the phase it is in."))
    require_not_reopened(record)
    found = preview(record)
    if not any(score.total is not None for score in found.result.departments):
        raise Refused(_("There is nothing to publish: no department has a total."))
    require_calibrated(record, found.result, reason)
    if seen_sha256 is not None and seen_sha256 != found.sha256:
        raise Conflict(_("The results have changed since you saw them. Look at them again."))
    check_release(release_at, clock.now())
    publication = _write(record, found, actor, release_at=release_at)
    enter_phase(actor=actor, record=record, to=Phase.PUBLISHED, reason=reason)
    return publication


def publish_correction(*, actor: Actor, record: EvaluationRound, confirmed_by_id: int, reason: str) -> Publication:
    """Publish the next version: the round with the corrections made since the last. Phase and embargo stay.

    Raises Refused before publication, where nothing was corrected, without a reason, and unless somebody of another
    office has confirmed it.
    """
    policy.require(Permission.RESULTS_PUBLISH, actor)
    hold_phase(record, alone=True)
    version = next_version(record.id)
    if not phases.may_correct(record.phase) or version == FIRST:
        raise Refused(_("Results are corrected after they were published, not before."))
    if not reason.strip():
        raise Refused(_("A correction needs a reason."))
    check_two_offices(actor.id, confirmed_by_id)
    if not any(correction.version == version for correction in corrections_of(record.id)):
        raise Refused(_("Nothing was corrected since the last publication."))
    found = preview(record, version=version, correction_reason=reason.strip())
    return _write(
        record,
        found,
        actor,
        reason=reason.strip(),
        confirmed_by_id=confirmed_by_id,
        release_at=release_awaited(record.id),
    )


def _write(
    record: EvaluationRound,
    found: Preview,
    actor: Actor,
    *,
    reason: str = "",
    confirmed_by_id: int | None = None,
    release_at: datetime | None = None,
) -> Publication:
    publication = Publication(
        round_id=record.id,
        version=next_version(record.id),
        snapshot=found.text,
        sha256=found.sha256,
        correction_reason=reason,
        published_by_id=actor.id,
        published_at=clock.now(),
        confirmed_by_id=confirmed_by_id,
        confirmed_on=None if confirmed_by_id is None else clock.today(),
        release_at=release_at,
    )
    db.session.add(publication)
    db.session.flush()
    db.session.add_all(_result_row(publication, score) for score in found.result.departments)
    db.session.flush()
    publish(
        RoundPublished(
            actor_id=actor.id,
            publication_id=publication.id,
            round_id=record.id,
            version=publication.version,
            sha256=publication.sha256,
            confirmed_by_id=confirmed_by_id,
            release_at=None if release_at is None else release_at.isoformat(),
        )
    )
    return publication


def _result_row(publication: Publication, score: DepartmentScore) -> Result:
    return Result(
        publication_id=publication.id,
        department_id=score.member.department_id,
        department_name=score.member.department,
        peer_group_id=score.member.peer_group_id,
        peer_group_name=score.member.peer_group,
        total=score.total,
        rank=score.standing.rank,
        ranked_count=score.standing.field,
        grade=score.grade,
    )


def snapshot(
    record: EvaluationRound, result: RoundResult, *, version: int, correction_reason: str
) -> Mapping[str, object]:
    """Return everything a published result says, in no language: sentences as msgid and parameters."""
    return {
        "format": FORMAT,
        "version": version,
        "correction_reason": correction_reason,
        "round": round_content(record),
        "departments": [_department(score) for score in result.departments],
    }


def round_content(record: EvaluationRound) -> dict[str, object]:
    """Return the rules of a round as a snapshot keeps them."""
    return {
        "code": record.code,
        "name": record.name,
        "year": record.year,
        "starts_on": record.starts_on,
        "base_on": record.base_on,
        "missing_rule": record.missing_rule,
        "digits": record.digits,
        "rounding": record.rounding,
        "grade_scheme": record.grade_scheme,
        "grade_steps": record.grade_steps,
        "grade_steps_by_group": record.grade_steps_by_group,
    }


def _department(score: DepartmentScore) -> dict[str, object]:
    return {
        "department_id": score.member.department_id,
        "department": score.member.department,
        "peer_group_id": score.member.peer_group_id,
        "peer_group": score.member.peer_group,
        "is_ranked": score.member.is_ranked,
        "total": score.total,
        "exact_total": score.outcome.exact_total,
        "rank": score.standing.rank,
        "ranked_count": score.standing.field,
        "grade": score.grade,
        "derivation": score.outcome.derivation,
        "corrections": [_mark(mark) for mark in score.corrections],
        "lines": [line_content(line) for line in score.lines],
    }


def line_content(line: ScoredLine) -> dict[str, object]:
    """Return one indicator of a department as a snapshot keeps it."""
    return {
        "indicator_id": line.indicator_id,
        "code": line.exact.code,
        "name": line.exact.name,
        "unit": line.unit,
        "weight": line.exact.weight,
        "effective_weight": line.exact.effective_weight,
        "state": line.exact.state,
        "actual": line.actual,
        "note": line.note,
        "score": line.score,
        "points": line.points,
        "exact_score": line.exact.score,
        "exact_points": line.exact.points,
        "derivation": line.exact.derivation,
        "corrections": [_mark(mark) for mark in line.corrections],
    }


def _mark(mark: CorrectionView) -> dict[str, object]:
    """정정: what was replaced, why, and by whom."""
    return {
        "version": mark.version,
        "origin": mark.origin,
        "kind": mark.kind,
        "before": mark.before,
        "after": mark.after,
        "reason": mark.reason,
        "present": mark.present,
        "entered_by": mark.entered_by,
        "confirmed_by": mark.confirmed_by,
        "made_at": mark.made_at,
    }


@dataclass(frozen=True)
class PublicationProblem:
    """Why a publication no longer proves what it says."""

    publication_id: int
    round_code: str
    version: int
    reason: Message

    def __str__(self) -> str:
        where = _("Publication %(version)s of round %(code)s", version=self.version, code=self.round_code)
        return f"{where}: {self.reason}"


def check_publications() -> Iterator[PublicationProblem]:
    """I4: every publication renders again to its stored SHA-256. Yields what does not hold; nothing if all do.

    The stored text must hash to the stored hash and be canonical; the result rows must be those of the text;
    and the figures, reckoned anew from the frozen round and its corrections up to that version, must be the same.
    """
    statement = (
        select(Publication, EvaluationRound)
        .join(EvaluationRound, EvaluationRound.id == Publication.round_id)
        .order_by(Publication.round_id, Publication.version)
    )
    for publication, record in db.session.execute(statement).all():
        for reason in _faults(publication, record):
            yield PublicationProblem(publication.id, record.code, publication.version, reason)


def _faults(publication: Publication, record: EvaluationRound) -> Iterator[Message]:
    if sha256(publication.snapshot.encode()).hexdigest() != publication.sha256:
        yield _("The text does not hash to the hash that was published.")
        return
    content = json.loads(publication.snapshot)
    if canonical_json(content).decode() != publication.snapshot:
        yield _("The text is not what it renders to.")
    if _stored_results(publication) != _results_of(content):
        yield _("The result rows are not those of the text.")
    if not _reckons_again(record, publication, content):
        yield _("The figures of the round no longer give the published results.")


def _stored_results(publication: Publication) -> list[object]:
    rows = db.session.scalars(select(Result).where(Result.publication_id == publication.id).order_by(Result.id))
    return [
        to_plain([row.department_id, row.department_name, row.peer_group_name, row.total, row.rank, row.grade])
        for row in rows
    ]


def _results_of(content: Mapping[str, Any]) -> list[object]:
    names = ("department_id", "department", "peer_group", "total", "rank", "grade")
    return [[row[name] for name in names] for row in content["departments"]]


def _reckons_again(record: EvaluationRound, publication: Publication, content: Mapping[str, Any]) -> bool:
    try:
        again = to_plain(
            snapshot(
                record,
                compute_round(record, version=publication.version),
                version=publication.version,
                correction_reason=publication.correction_reason,
            )
        )
    except OpumError:
        return False
    return _figures(again) == _figures(content)


def _figures(content: Any) -> object:  # noqa: ANN401  parsed JSON
    """The numbers of a snapshot without its sentences, which a later release may word better."""
    departments: Sequence[Mapping[str, Any]] = content["departments"]
    return content["round"], [
        (
            {name: value for name, value in department.items() if name not in WORDS},
            [{name: line[name] for name in FIGURES} for line in department["lines"]],
        )
        for department in departments
    ]
