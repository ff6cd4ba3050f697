"""단축 규칙 예시: rules of other offices whose numbers are public; an office takes one over as a version of its own.

The rest of the offices we know of do not publish a number we could put here; docs/civil-affairs.md says how theirs
would be written.
"""

from dataclasses import dataclass
from decimal import Decimal

from app.core.messages import Message, _
from app.mileage.rules.shortening import Band, ShorteningRule

_ONE = Decimal(1)
_REFUSED_ONES = ("불가", "반려", "취하")


@dataclass(frozen=True, kw_only=True)
class RuleTemplate:
    """예시 규칙: a code of Latin letters for the command line, the name, where it stands, and the rule."""

    code: str
    name: Message
    source: str
    rule: ShorteningRule


TEMPLATES: tuple[RuleTemplate, ...] = (
    RuleTemplate(
        code="seoul-junggu",
        name=_("Jung-gu, Seoul (2012)"),
        source="http://www.wooritvnews.com/news/articleView.html?idxno=9463",
        rule=ShorteningRule(
            per_day=_ONE,
            cap_case=Decimal(5),
            compound_extra=Decimal("0.2"),
            least_days=2,
            late_per_day=_ONE,
            excluded=_REFUSED_ONES,
        ),
    ),
    RuleTemplate(
        code="yongin",
        name=_("Yongin (about 2019)"),
        source="https://www.gninews.co.kr/mobile/article.html?no=22348",
        rule=ShorteningRule(
            bands=(Band(2, 5, _ONE), Band(6, 15, Decimal("0.8")), Band(16, 30, Decimal("0.6"))),
            least_days=2,
            most_days=30,
            late_per_case=Decimal(2),
        ),
    ),
    RuleTemplate(
        code="seongnam",
        name=_("Seongnam"),
        source="신아일보 idxno=114730",
        rule=ShorteningRule(per_day=_ONE, late_per_day=_ONE, goal_percent=Decimal(30)),
    ),
    RuleTemplate(
        code="incheon",
        name=_("Incheon (2006)"),
        source="https://go.seoul.co.kr/news/newsView.php?id=20061017011003",
        rule=ShorteningRule(per_day=_ONE, least_days=2, most_days=30, late_per_day=Decimal(2), late_bars_award=True),
    ),
    RuleTemplate(
        code="busan",
        name=_("Busan"),
        source="https://www.sedaily.com/NewsView/1HM1QF3V3H",
        rule=ShorteningRule(per_day=_ONE, late_per_day=_ONE),
    ),
    RuleTemplate(
        code="gunpo",
        name=_("Gunpo"),
        source="https://www.sedaily.com/NewsView/1HM1QF3V3H",
        rule=ShorteningRule(per_day=_ONE, late_per_day=Decimal(2)),
    ),
)


def template(code: str) -> RuleTemplate | None:
    """Return the template of that code."""
    return next((found for found in TEMPLATES if found.code == code), None)
