"""Where a source leads, and the words of a rule: helpers of the pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import url_for
from werkzeug.routing import BuildError

from app.core.i18n import format_moment, format_number, language
from app.core.messages import Message, _
from app.mileage.enums import CapPeriod, TransferKind
from app.mileage.queries.statements import Line
from app.mileage.queries.transfers import TransferView
from app.mileage.rules.sources import SOURCE_LINKS, parse_source, source_label


@dataclass(frozen=True)
class SourceLink:
    """A source as a reader sees it; `url` is None where there is no page."""

    label: str
    url: str | None


@dataclass(frozen=True)
class Explanation:
    """「왜 이 점수인가」: what `score_panel` shows."""

    title: str
    formula: str
    lines: tuple[str, ...]
    result: str
    sources: tuple[SourceLink, ...]
    by: str
    at: str
    rule_version: str


def source_link(source: str, titles: Mapping[str, str]) -> SourceLink:
    """Return label and page of a source; `titles` knows what some sources are called."""
    label = titles.get(source) or str(source_label(source))
    parsed = parse_source(source)
    target = SOURCE_LINKS.get(parsed.noun) if parsed else None
    if parsed is None or target is None:
        return SourceLink(label, None)
    endpoint, parameter = target
    values: dict[str, Any] = {parameter: parsed.id}
    try:
        url = url_for(endpoint, **values)
    except BuildError:
        url = None
    return SourceLink(label, url)


def explain_line(line: Line, titles: Mapping[str, str]) -> Explanation:
    """Explain one line of a statement."""
    return _explanation(
        line.rule, source_link(line.source, titles), line.points, line.cut_off, "", format_moment(line.posted_at)
    )


def explain_transfer(view: TransferView, link: SourceLink) -> Explanation:
    """Explain a transfer on its own page; `link` is what the reader may know of its source."""
    row = view.transfer
    signed = -row.points if row.kind is TransferKind.REVERSAL else row.points
    by = view.actor or str(_("The system"))
    return _explanation(row.rule, link, signed, row.cut_off, by, format_moment(row.posted_at))


def _explanation(
    rule: dict[str, Any], link: SourceLink, points: Decimal, cut_off: Decimal, by: str, at: str
) -> Explanation:
    return Explanation(
        title=f"{rule.get('code', '')} {rule.get(f'name_{language()}', '')}".strip(),
        formula=_formula(rule, abs(points), cut_off),
        lines=tuple(str(sentence) for sentence in _sentences(rule, points)),
        result=str(_("%(points)s points", points=format_number(points))),
        sources=(link,),
        by=by or link.label,
        at=at,
        rule_version=str(rule.get("valid_from", "")),
    )


def _formula(rule: dict[str, Any], points: Decimal, cut_off: Decimal) -> str:
    """Return "10.00 × 60 % = 6.00 − 1.00 = 5.00" with the numbers that applied."""
    due = points + cut_off
    parts = [format_number(due)]
    if rule.get("share"):
        parts = [str(_("%(share)s %% share = %(due)s", share=rule["share"], due=format_number(due)))]
    if cut_off:
        parts.append(f"− {format_number(cut_off)} = {format_number(points)}")
    return " ".join(parts)


def _sentences(rule: dict[str, Any], points: Decimal) -> list[Message]:
    sentences = [_("The item pays %(points)s points.", points=rule.get("points", ""))]
    caps, used = rule.get("caps", {}), rule.get("used", {})
    sentences += [
        _("%(cap)s: %(most)s points; %(used)s used before.", cap=period.label, most=most, used=used.get(period, "0"))
        for period in CapPeriod
        if (most := caps.get(period.value)) is not None
    ]
    if rule.get("cut_by"):
        sentences.append(_("Tightest cap: %(cap)s.", cap=CapPeriod(rule["cut_by"]).label))
    if points < 0:
        sentences.append(_("This line takes the points back."))
    return sentences
