"""What the matrix of panels acts on: a claim of 김 about which 박, 한 and 문 vote."""

from app.core.database import transaction
from app.mileage import services
from app.mileage.rules.claim_panels import Terms
from tests.factories import mileage as factory


def build(cast):
    with transaction():
        factory.items()
        terms = Terms(is_on=True, item_codes=("P06",))
        services.set_panel_terms(actor=cast.choi, terms=terms, reason="시범으로 심의합니다.")
        claim = factory.confirmed(cast.kim, cast.lee)
        panel = services.convene_panel(claim=claim, actor=cast.choi, numbers=["park", "han", "moon"])
    return {"claim": claim.id, "panel": panel.id}
