"""「이 점수는」: what stands behind a figure in words. Panel, annex and workbook say the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from app.core import clock
from app.core.access import Actor
from app.core.figures import bare
from app.core.i18n import format_day, format_moment
from app.core.messages import Message, _
from app.evaluation import sources
from app.evaluation.enums import CorrectionKind, CorrectionOrigin, GradeScheme, Method, MissingRule, RoundingMode
from app.evaluation.enums import SheetState as Sheet
from app.evaluation.queries.results import DepartmentView, LineView, Origin, Section, department_view
from app.evaluation.queries.score_provenance import Entry, Laid, Provenance, provenance_of
from app.evaluation.queries.targets import TargetChangeView
from app.evaluation.rules.correction_words import in_words
from app.evaluation.rules.grade_reasons import grade_reason, rank_reason

Item = tuple[Message | str, str | None]


@dataclass(frozen=True)
class _Behind:
    """One department of a snapshot with what is known behind it."""

    round_id: int
    content: Mapping[str, Any]
    row: Mapping[str, Any]
    known: Provenance

    @property
    def department_id(self) -> int:
        """The department."""
        return int(self.row["department_id"])

    def is_of_then(self, change: TargetChangeView) -> bool:
        """Whether a target was changed by the base date: later changes concern later rounds."""
        return clock.to_seoul(change.changed_at).date().isoformat() <= str(self.content["round"]["base_on"])


def explained_views(
    round_id: int, content: Mapping[str, Any], department_ids: Sequence[int], origin: Origin, actor: Actor
) -> list[DepartmentView]:
    """Return departments of a snapshot with every line and all that stands behind it. Seven statements."""
    known = provenance_of(round_id, department_ids, actor)
    rows = {row["department_id"]: row for row in content["departments"]}
    found = []
    for unit in department_ids:
        view = department_view(content, unit, origin)
        if view is not None:
            found.append(_explained(view, _Behind(round_id, content, rows[unit], known)))
    return found


def sections_of_entry(
    round_id: int, about: Mapping[str, Any], department: tuple[int, int], line: LineView, actor: Actor
) -> Sequence[Section]:
    """Return what stands behind an entered value: `about` are the rules of the round, `department` unit and peer group."""
    unit, group = department
    row = {"department_id": unit, "peer_group_id": group, "weight": line.weight, "effective_weight": None}
    behind = _Behind(round_id, {"round": about}, row, provenance_of(round_id, [unit], actor))
    return [*_line_sections(line, row, behind)]


def _explained(view: DepartmentView, behind: _Behind) -> DepartmentView:
    lines = zip(view.lines, behind.row["lines"], strict=True)
    return replace(
        view,
        lines=[_with(line, [*_line_sections(line, row, behind)]) for line, row in lines],
        explanation=replace(view.explanation, sections=[*_total_sections(view, behind)]),
    )


def _with(line: LineView, sections: Sequence[Section]) -> LineView:
    return replace(line, explanation=replace(line.explanation, sources=(), sections=sections))


def _total_sections(view: DepartmentView, behind: _Behind) -> Iterator[Section]:
    about = behind.content["round"]
    scheme = GradeScheme(about["grade_scheme"])
    steps = about["grade_steps_by_group"].get(str(view.peer_group_id)) or about["grade_steps"]
    shares = [(step["label"], None if step["value"] is None else Decimal(step["value"])) for step in steps]
    placed: list[Message | None] = [
        rank_reason(view.rank, view.ranked_count, view.peer_group, is_ranked=view.is_ranked),
        grade_reason(scheme, shares, view.rank, view.ranked_count, view.grade),
    ]
    yield Section(_("Place and grade"), [(said, None) for said in placed if said is not None])
    yield Section(_("Rules of the round"), [(_round_rules(about), None)])
    yield from _corrected(behind.row)


def _round_rules(about: Mapping[str, Any]) -> Message:
    return _(
        "Not handed in: %(missing)s. Total rounded once: %(mode)s, %(digits)s decimals. Grades: %(scheme)s.",
        missing=MissingRule(about["missing_rule"]).label,
        mode=RoundingMode(about["rounding"]).label,
        digits=about["digits"],
        scheme=GradeScheme(about["grade_scheme"]).label,
    )


def _line_sections(line: LineView, row: Mapping[str, Any], behind: _Behind) -> Iterator[Section]:
    place = (line.indicator_id, behind.department_id)
    laid = behind.known.laid.get((line.indicator_id, behind.row["peer_group_id"]))
    yield Section(_("Rules of that day"), [*_rules(line, row, laid, behind)])
    people = [*_people(place, laid, behind)]
    if people:
        yield Section(_("Who entered and approved"), people)
    found = [*_sources(line, laid, behind)]
    if found:
        yield Section(_("Sources"), found)
    changes = [change for change in behind.known.targets.get(line.indicator_id, ()) if behind.is_of_then(change)]
    if changes:
        yield Section(_("History of the target"), [(_change(change), None) for change in changes])
    yield from _corrected(row)


def _rules(line: LineView, row: Mapping[str, Any], laid: Laid | None, behind: _Behind) -> Iterator[Item]:
    if laid is not None:
        said = _("Definition sheet, version %(version)s: %(method)s", version=laid.version, method=laid.method.label)
        yield said, f"/indicators/{line.indicator_id}"
    else:
        yield _("Definition sheet"), f"/indicators/{line.indicator_id}"
    yield _round_rules(behind.content["round"]), None
    effective = row["effective_weight"]
    if effective is not None and effective != row["weight"]:
        shown = bare(Decimal(effective).quantize(Decimal("0.0001")))
        yield _("Weight %(old)s, after re-basing %(new)s", old=row["weight"], new=shown), None


def _people(place: tuple[int, int], laid: Laid | None, behind: _Behind) -> Iterator[Item]:
    entry = behind.known.entries.get(place)
    if entry is not None:
        yield from ((said, None) for said in _entered(entry))
    sheets = behind.known.sheets.get(place, {})
    if laid is not None and laid.method is Method.PANEL:
        handed_in, abstained = sheets.get(Sheet.SUBMITTED, 0), sheets.get(Sheet.ABSTAINED, 0)
        said = _(
            "Sheets of evaluators handed in: %(count)s, abstained: %(abstained)s. Which of them were dropped stands "
            "in the derivation.",
            count=handed_in,
            abstained=abstained,
        )
        yield said, None


def _entered(entry: Entry) -> Iterator[Message]:
    yield _signed(_("Entered: %(who)s, %(moment)s"), entry.entered_by, entry.entered_at)
    if entry.approved_at is not None:
        yield _signed(_("Approved: %(who)s, %(moment)s"), entry.approved_by, entry.approved_at)
    else:
        yield _("Not approved yet")
    if entry.exempted_at is not None:
        yield _signed(_("Left out by: %(who)s, %(moment)s"), entry.exempted_by, entry.exempted_at)
        yield _("Reason: %(reason)s", reason=entry.exemption_reason)


def _signed(sentence: Message, who: str | None, moment: datetime) -> Message:
    return Message(sentence.msgid, {"who": who or _("the product"), "moment": format_moment(moment)})


def _sources(line: LineView, laid: Laid | None, behind: _Behind) -> Iterator[Item]:
    unit, known = behind.department_id, behind.known
    if line.note:
        yield line.note, None
    if laid is not None and laid.named_source is not None:
        kept = (unit, laid.named_source) in known.pictures
        label = sources.label_of(laid.named_source)
        said = _("%(source)s, as kept when measuring closed", source=label) if kept else label
        yield said, f"/rounds/{behind.round_id}/departments/{unit}/sources" if unit in known.visited else None
    for file in known.files.get(unit, ()):
        yield file.name, f"/evidence/{file.id}"
    if unit in known.visited:
        yield _("Actual values of the department"), f"/rounds/{behind.round_id}/departments/{unit}/measures"


def _change(change: TargetChangeView) -> Message:
    return _(
        "%(day)s %(before)s → %(after)s: %(reason)s (%(who)s)",
        day=format_day(clock.to_seoul(change.changed_at).date()),
        before="–" if change.before is None else bare(change.before),
        after="–" if change.after is None else bare(change.after),
        reason=change.reason,
        who=change.changed_by or _("the product"),
    )


def _corrected(row: Mapping[str, Any]) -> Iterator[Section]:
    marks = row.get("corrections", ())
    if marks:
        yield Section(_("Corrections"), [(_mark(mark), None) for mark in marks])


def _mark(mark: Mapping[str, Any]) -> Message:
    kind = CorrectionKind(mark["kind"])
    figures = {
        "origin": CorrectionOrigin(mark["origin"]).label,
        "kind": kind.label,
        "before": in_words(kind, mark["before"], {}),
        "after": in_words(kind, mark["after"], {}),
        "reason": mark["reason"],
        "one": mark["entered_by"],
        "moment": format_moment(datetime.fromisoformat(mark["made_at"])),
    }
    if mark["confirmed_by"]:
        return _(
            "%(origin)s, %(kind)s: %(before)s → %(after)s. Entered by %(one)s, confirmed by %(other)s, %(moment)s. "
            "Reason: %(reason)s",
            **figures,
            other=mark["confirmed_by"],
        )
    return _(
        "%(origin)s, %(kind)s: %(before)s → %(after)s. Entered by %(one)s, present %(present)s, %(moment)s. "
        "Reason: %(reason)s",
        **figures,
        present=mark["present"],
    )
