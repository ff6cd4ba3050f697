"""예행 규칙: the rules of a published round, with what a draft round or typed changes put in their place.

Rules are plain JSON, so that they are kept and hashed as they are:
{"format", "missing_rule", "mark_rule", "digits", "rounding", "grade_scheme", "grade_steps", "grade_steps_by_group",
 "lines": [{"peer_group_id", "indicator_id", "code", "name", "unit", "weight", …columns of the definition}],
 "members": [{"department_id", "department", "peer_group_id", "peer_group", "is_ranked", "position"}]}
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.core.errors import Invalid, Refused
from app.core.messages import Message, _
from app.core.snapshots import to_plain
from app.evaluation.enums import GradeScheme, MarkRule, MissingRule, RoundingMode
from app.evaluation.models import Composition, EvaluationRound
from app.evaluation.models.scoring_columns import SCORING_FIELDS
from app.evaluation.queries.corrections import corrections_of
from app.evaluation.queries.panel_marks import panel_rule_of
from app.evaluation.queries.scoring import Member, compositions_of, members_of
from app.evaluation.rules.composition import check_composition
from app.evaluation.rules.definitions import check_definition
from app.evaluation.rules.methods import parameter_names
from app.evaluation.rules.methods.reading import to_number
from app.evaluation.services.overlays import Overlay, overlay_of
from app.evaluation.services.rehearsal_lines import Line, as_composition
from app.evaluation.services.rounds import check_grades, steps_as_json

Rules = dict[str, Any]
FORMAT = 1
NUMBERS = ("target", "worst", "best")
"""Numbers of a definition that belong to a year rather than to its rules."""
WORDS: Mapping[str, str] = {
    **dict.fromkeys(("weight", "배점", "가중치"), "weight"),
    **dict.fromkeys(("target", "목표", "목표치"), "target"),
    **dict.fromkeys(("worst", "최저", "최저치"), "worst"),
    **dict.fromkeys(("best", "최고", "최고치"), "best"),
    **dict.fromkeys(("cap", "상한"), "cap"),
    **dict.fromkeys(("floor", "하한"), "floor"),
    **dict.fromkeys(("peer group", "peer_group", "평가군"), "peer_group"),
}
"""What a typed change may name, in both languages; other words are parameters of the indicator's method."""
PARTS = (3, 4)


@dataclass(frozen=True, kw_only=True)
class RulesChoice:
    """What is to be tried. None keeps what the draft round says, or the published one where there is no draft.

    `with_targets`: also the targets of the draft; else those of the published year stay, where the method does.
    `changes` is typed, one per line: "C10; weight; 25", "C10; weight; 25; peer group", "department; peer group; name".
    """

    draft: EvaluationRound | None = None
    with_targets: bool = False
    missing_rule: MissingRule | None = None
    mark_rule: MarkRule | None = None
    digits: int | None = None
    rounding: RoundingMode | None = None
    grade_scheme: GradeScheme | None = None
    grades: Sequence[tuple[str, Decimal | None]] | None = None
    changes: str = ""


def published_rules(record: EvaluationRound, version: int) -> Rules:
    """Return the rules a published version was reckoned by, corrections included."""
    overlay = overlay_of(corrections_of(record.id, version))
    members = [overlay.member(member) for member in members_of(record)]
    return _rules(record, [_line(row, overlay) for row in compositions_of(record.id)], members)


def draft_rules(record: EvaluationRound, version: int, choice: RulesChoice) -> Rules:
    """Return the rules to try. Raises Invalid for typed changes, Refused for shares or grades that do not add up."""
    rules = published_rules(record, version)
    if choice.draft is not None:
        rules = _of_draft(choice.draft, rules, with_targets=choice.with_targets)
    for name in ("missing_rule", "mark_rule", "digits", "rounding", "grade_scheme"):
        value = getattr(choice, name)
        if value is not None:
            rules[name] = to_plain(value)
    if choice.grades is not None:
        rules["grade_steps"], rules["grade_steps_by_group"] = steps_as_json(choice.grades), {}
    _type_changes(rules, choice.changes)
    _check(rules)
    return rules


def _rules(record: EvaluationRound, lines: Sequence[Line], members: Sequence[Member]) -> Rules:
    plain: Any = to_plain(
        {
            "format": FORMAT,
            "missing_rule": record.missing_rule,
            "mark_rule": panel_rule_of(record.id)[0],
            "digits": record.digits,
            "rounding": record.rounding,
            "grade_scheme": record.grade_scheme,
            "grade_steps": record.grade_steps,
            "grade_steps_by_group": record.grade_steps_by_group,
            "lines": lines,
            "members": [dict(member.__dict__) for member in members],
        }
    )
    return dict(plain)


def _line(row: Composition, overlay: Overlay) -> Line:
    definition, columns = overlay.definition(row), {name: getattr(row, name) for name in SCORING_FIELDS}
    numbers = {name: getattr(definition, name) for name in (*NUMBERS, "cap", "floor")}
    plain: Any = to_plain(
        {
            "peer_group_id": row.peer_group_id,
            "indicator_id": row.indicator_id,
            "code": row.code,
            "name": row.name,
            "unit": row.unit,
            "weight": overlay.weight(row),
            "position": row.position,
            **columns,
            **numbers,
        }
    )
    return dict(plain)


def _of_draft(draft: EvaluationRound, published: Rules, *, with_targets: bool) -> Rules:
    """The rules of a draft round on the indicators (by code), the past results and the departments of the published."""
    known: dict[str, Line] = {line["code"]: line for line in published["lines"]}
    here = {(line["peer_group_id"], line["code"]): line for line in published["lines"]}
    lines = [_line(row, Overlay()) for row in compositions_of(draft.id)]
    for line in lines:
        was = here.get((line["peer_group_id"], line["code"])) or known.get(line["code"])
        if was is None:
            continue
        line["indicator_id"], line["history"] = was["indicator_id"], was["history"]
        if not with_targets and line["method"] == was["method"]:
            line.update({name: was[name] for name in NUMBERS})
    taking_part = {row["department_id"] for row in published["members"]}
    members = [member for member in members_of(draft) if member.department_id in taking_part]
    return _rules(draft, lines, members)


def _type_changes(rules: Rules, text: str) -> None:
    faults: list[Message] = []
    for number, row in enumerate(text.splitlines(), start=1):
        if not row.strip():
            continue
        fault = _type_change(rules, [cell.strip() for cell in row.split(";")])
        if fault is not None:
            faults.append(_("Line %(number)s: %(fault)s", number=number, fault=fault))
    if faults:
        raise Invalid(faults[0], fields={"changes": faults})


def _type_change(rules: Rules, cells: Sequence[str]) -> Message | None:
    if len(cells) not in PARTS or not all(cells):
        return _("write indicator; what; value, and the peer group where only one of them changes.")
    subject, what, value = cells[0], WORDS.get(cells[1].casefold(), cells[1]), cells[2]
    if what == "peer_group":
        return _move_department(rules, subject, value)
    groups = {row["peer_group"]: row["peer_group_id"] for row in rules["members"]}
    if len(cells) == PARTS[1] and cells[3] not in groups:
        return _("there is no peer group “%(name)s”.", name=cells[3])
    wanted = groups[cells[3]] if len(cells) == PARTS[1] else None
    lines = [
        line
        for line in rules["lines"]
        if line["code"].casefold() == subject.casefold() and wanted in {None, line["peer_group_id"]}
    ]
    if not lines:
        return _("there is no indicator “%(code)s” to change.", code=subject)
    return next((fault for line in lines if (fault := _change_line(line, what, value)) is not None), None)


def _move_department(rules: Rules, name: str, group: str) -> Message | None:
    groups = {row["peer_group"]: row["peer_group_id"] for row in rules["members"]}
    found = next((row for row in rules["members"] if row["department"] == name), None)
    if found is None:
        return _("there is no department “%(name)s” in the round.", name=name)
    if group not in groups:
        return _("there is no peer group “%(name)s”.", name=group)
    found.update(peer_group=group, peer_group_id=groups[group])
    return None


def _change_line(line: Line, what: str, value: str) -> Message | None:
    number = to_number(value)
    if what in {"weight", *NUMBERS, "cap", "floor"}:
        if number is None:
            return _("“%(value)s” is no number.", value=value)
        line[what] = to_plain(number)
    elif what in parameter_names(as_composition(line, 0).method):
        line["parameters"] = {**line["parameters"], what: value if number is None else to_plain(number)}
    else:
        return _("the method of “%(code)s” has no parameter “%(name)s”.", code=line["code"], name=what)
    try:
        check_definition(as_composition(line, 0).definition)
    except Refused as refusal:
        return refusal.reason
    return None


def _check(rules: Rules) -> None:
    """Raise Refused where shares of a peer group or of grades do not add up."""
    groups = {row["peer_group_id"]: row["peer_group"] for row in rules["members"]}
    for group, name in groups.items():
        shares = {line["code"]: Decimal(line["weight"]) for line in rules["lines"] if line["peer_group_id"] == group}
        check_composition(name, shares)
    scheme = GradeScheme(rules["grade_scheme"])
    for steps in (rules["grade_steps"], *rules["grade_steps_by_group"].values()):
        check_grades(scheme, [(s["label"], None if s["value"] is None else Decimal(s["value"])) for s in steps])
