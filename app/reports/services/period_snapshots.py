"""확정본: the approved report as canonical JSON, its hash, and the proof that it still says what was approved."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.database import db
from app.core.errors import Conflict
from app.core.messages import _
from app.core.snapshots import canonical_json, fingerprint
from app.innovation.models import Obstacle
from app.organization.queries import department_or_404
from app.reports.enums import LineKind
from app.reports.models import PeriodReport, PeriodReportLine, PeriodReportSnapshot
from app.reports.queries.periods.records import lines_of, steps_of
from app.reports.rules.facts import forecast_of
from app.reports.rules.snapshots import FORMAT


def freeze(report: PeriodReport) -> str:
    """Keep the copy of an approved report; return its SHA-256."""
    content = _content(report)
    snapshot = PeriodReportSnapshot(
        report_id=report.id,
        content=canonical_json(content).decode(),
        sha256=fingerprint(content),
        frozen_at=clock.now(),
    )
    db.session.add(snapshot)
    db.session.flush()
    return snapshot.sha256


def snapshot_content(snapshot: PeriodReportSnapshot) -> dict[str, Any]:
    """Read what a frozen copy says. Raises `Conflict` if it no longer has its hash."""
    content: dict[str, Any] = json.loads(snapshot.content)
    if fingerprint(content) != snapshot.sha256:
        raise Conflict(_("This report no longer matches its hash."))
    return content


def _content(report: PeriodReport) -> dict[str, object]:
    lines = lines_of(report.id)
    titles = _obstacle_titles(lines)
    return {
        "format": FORMAT,
        "department_id": report.department_id,
        "department": department_or_404(report.department_id).name,
        "period": {"code": report.code, "starts_on": report.starts_on, "ends_on": report.ends_on},
        "due_on": report.due_on,
        "submitted_on": report.submitted_on,
        "approved_at": report.approved_at,
        "steps": [
            {"kind": step.kind, "who": step.who, "when": step.when, "note": step.note} for step in _history(report)
        ],
        "lines": [_line(line, titles) for line in lines],
    }


def _history(report: PeriodReport) -> Sequence[Any]:
    return list(reversed(steps_of(report.id)))


def _obstacle_titles(lines: Sequence[PeriodReportLine]) -> dict[int, str]:
    ids = {line.obstacle_id for line in lines if line.obstacle_id is not None}
    if not ids:
        return {}
    return {
        row.id: row.title for row in db.session.execute(select(Obstacle.id, Obstacle.title).where(Obstacle.id.in_(ids)))
    }


def _line(line: PeriodReportLine, titles: dict[int, str]) -> dict[str, object]:
    said = {
        "kind": line.kind,
        "record_id": line.record_id,
        "title": line.title,
        "facts": line.facts,
        "light": line.light,
        "percent": line.percent,
        "text": line.text,
        "is_unchanged": line.is_unchanged,
        "unchanged_reason": line.unchanged_reason,
        "obstacle": titles.get(line.obstacle_id) if line.obstacle_id is not None else None,
        "obstacle_id": line.obstacle_id,
        "value": line.value,
    }
    found = forecast_of(line.facts, line.value) if line.kind is LineKind.INDICATOR else None
    return said | {
        "forecast": found and {"expected": found.expected, "reach": found.reach, "likelihood": found.likelihood}
    }
