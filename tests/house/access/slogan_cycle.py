"""The year of slogans of 교통과: 강 evaluated a half year, 문, 양 and 신 sit on the panel."""

from app.core.database import transaction
from app.innovation.enums.slogan_steps import HalfYear
from tests.factories.innovation_c import approved_slogan
from tests.factories.slogan_cycle import call_of, panel_of, review_of, submitted_review


def build(cast):
    with transaction():
        slogan = approved_slogan(cast)
        return {
            "approved": slogan.id,
            "review": submitted_review(cast, slogan).id,
            "draft": review_of(cast, slogan, half=HalfYear.SECOND).id,
            "panel": panel_of(cast).id,
            "call": call_of(cast).id,
        }
