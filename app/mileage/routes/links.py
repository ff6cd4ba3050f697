"""Where a source leads, and the words of a rule: helpers of the pages."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from flask import request, url_for
from werkzeug.routing import BuildError

from app.core.i18n import format_moment, format_number, language
from app.core.messages import Message, _
from app.mileage.enums import CapPeriod, DeductionGround, YearEndKind
from app.mileage.queries.cuts import CutView
from app.mileage.queries.statements import Line
from app.mileage.queries.transfers import TransferView
from app.mileage.rules.shares import WHOLE
from app.mileage.rules.sources import SOURCE_LINKS, parse_source, source_label


class SourceLink(NamedTuple):
    """A source as a reader sees it; `url` is None where there is no page."""

    label: str
    url: str | None


class Explanation(NamedTuple):
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
    pages = _pages_of(*target, request.script_root)
    return SourceLink(label, pages and f"{pages}{parsed.id}")


@lru_cache
def _pages_of(endpoint: str, parameter: str, _script_root: str) -> str | None:
    """Return where the pages of a noun lie, up to the id; None where there are none. Built once: a list has dozens."""
    values: dict[str, Any] = {parameter: 0}
    try:
        return url_for(endpoint, **values).removesuffix("0")
    except BuildError:
        return None


def explain_line(line: Line, link: SourceLink, *, owns: bool) -> Explanation:
    """Explain one line of a statement; `link` is what the reader may know of its source, `owns`: it is their account."""
    return _explanation(_told(line.rule, owns=owns), link, line.points, line.cut_off, "", format_moment(line.posted_at))


def explain_transfer(view: TransferView, link: SourceLink, *, owns: bool) -> Explanation:
    """Explain a transfer on its own page; `link` and `owns` as for a line."""
    row = view.transfer
    signed = row.points if view.earner is view.credit else -row.points
    by = view.actor or str(_("The system"))
    return _explanation(_told(row.rule, owns=owns), link, signed, row.cut_off, by, format_moment(row.posted_at))


def explain_cut(view: CutView, link: SourceLink, *, owns: bool) -> Explanation:
    """Explain on its own page why a fact earned nothing; `link` and `owns` as for a line."""
    cut = view.cut
    by = view.actor or str(_("The system"))
    return _explanation(_told(cut.rule, owns=owns), link, Decimal(0), cut.points, by, format_moment(cut.posted_at))


def _told(rule: dict[str, Any], *, owns: bool) -> dict[str, Any]:
    """Return the rule without the words about its group where they would tell others whose an idea is."""
    if owns or not rule.get("hides_group"):
        return rule
    is_by_group = rule["cut_by"] == CapPeriod.GROUP
    return rule | {"highest_of": None, "cut_by": None if is_by_group else rule["cut_by"]}


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
    if rule.get("share") and Decimal(rule["share"]) != WHOLE:
        parts = [str(_("%(share)s %% share = %(due)s", share=rule["share"], due=format_number(due)))]
    if cut_off:
        parts.append(f"− {format_number(cut_off)} = {format_number(points)}")
    return " ".join(parts)


def _sentences(rule: dict[str, Any], points: Decimal) -> list[Message]:
    if "reward" in rule:
        return _reward_sentences(rule, points)
    if "closing" in rule:
        return _closing_sentences(rule, points)
    if "deduction" in rule:
        return _deduction_sentences(rule, points)
    sentences = [_("The item pays %(points)s points.", points=rule.get("points", ""))]
    if rule.get("formula"):
        sentences = [_("%(figure)s: %(formula)s", figure=rule.get("figure_name", ""), formula=rule["formula"])]
    caps, used = rule.get("caps", {}), rule.get("used", {})
    sentences += [
        _("%(cap)s: %(most)s points; %(used)s used before.", cap=period.label, most=most, used=used.get(period, "0"))
        for period in (CapPeriod if caps else ())
        if (most := caps.get(period.value)) is not None
    ]
    if rule.get("highest_of") is not None:
        sentences.append(
            _(
                "Of the group %(group)s only the highest item pays for one fact or task: %(used)s of %(most)s points were paid before.",
                group=rule.get("highest_group", ""),
                used=used.get(CapPeriod.GROUP, "0"),
                most=rule["highest_of"],
            )
        )
    if rule.get("cut_by"):
        sentences.append(_cut_sentence(rule, abs(points)))
    if points < 0:
        sentences.append(_("This line takes the points back."))
    return sentences


def _cut_sentence(rule: dict[str, Any], paid: Decimal) -> Message:
    """Say what the tightest cap did: "Cap per year 30: 28 used before, 5 earned, 2 paid, 3 cut off."."""
    period = CapPeriod(rule["cut_by"])
    most = rule["highest_of"] if period is CapPeriod.GROUP else rule["caps"].get(period.value)
    due = Decimal(rule.get("due", paid))
    return _(
        "Tightest: %(cap)s %(most)s. %(used)s used before, %(due)s earned, %(paid)s paid, %(cut)s cut off.",
        cap=period.label,
        most=format_number(Decimal(most)) if most is not None else "",
        used=format_number(Decimal(rule.get("used", {}).get(period.value, "0"))),
        due=format_number(due),
        paid=format_number(paid),
        cut=format_number(due - paid),
    )


def _reward_sentences(rule: dict[str, Any], points: Decimal) -> list[Message]:
    costs = _(
        "The reward costs %(points)s points (edition %(edition)s).", points=rule["points"], edition=rule["edition"]
    )
    if points < 0:
        return [costs, _("They stand in the reward pool and are spent when the reward is handed over.")]
    return [costs, _("They came back, because the reward was not handed over.")]


def _closing_sentences(rule: dict[str, Any], points: Decimal) -> list[Message]:
    """Say what the rule of the year was and what stayed."""
    words = [YearEndKind(rule["year_end"]).label]
    if rule["most"] is not None:
        words.append(_("At most %(most)s points carry over.", most=rule["most"]))
    if points > 0:
        return [*words, _("The line took points at the closing of the year; they came back.")]
    return [*words, _("%(kept)s points carried over into the next year.", kept=rule["kept"])]


def _deduction_sentences(rule: dict[str, Any], points: Decimal) -> list[Message]:
    decided, taken = Decimal(rule["decided"]), Decimal(rule["points"])
    ground = _(
        "%(ground)s: %(points)s points were decided.",
        ground=DeductionGround(rule["ground"]).label,
        points=format_number(decided),
    )
    if points > 0:
        return [ground, _("This line gives the points back.")]
    if taken == decided:
        return [ground]
    short = _("Only %(taken)s were there; an account never comes below 0 by a deduction.", taken=format_number(taken))
    return [ground, short]
