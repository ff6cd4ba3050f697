"""교통과 has a sheet and belongs to a bureau; one round is published, one is not; an export, rules, facts, and a batch that waits for HR."""

from app.core.database import transaction
from app.reports.services import exports
from app.reports.services.exports import ExportChoice
from tests.factories.bureaus import a_bureau
from tests.factories.incentives import a_rule_set, hand_over, some_facts
from tests.factories.reports import ready_for_export, round_with_ratings


def build(cast):
    with transaction():
        bureau = a_bureau(cast)
        published = ready_for_export(cast)
        draft = round_with_ratings(cast, "2026-D")
        batch = exports.create_export(
            actor=cast.jung, choice=ExportChoice(round_code=published.code), reason="접근표를 시험한다, 열 자 이상"
        )
        rules = a_rule_set(cast.jung)
        facts = some_facts(cast, published, ("kim", 80, None, None, None, None, None))
        handed = hand_over(cast.choi)
        return {
            "department": cast.traffic,
            "bureau": bureau,
            "published": published.id,
            "draft": draft.id,
            "batch": batch.id,
            "rules": rules.id,
            "facts": facts.id,
            "handed": handed.id,
        }
