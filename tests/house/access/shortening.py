"""What the matrix of handling times acts on: a rule, a posting with a case of 김, and two simulations."""

from app.core.database import transaction
from tests.factories import shortening as factory


def build(cast):
    with transaction():
        saved = factory.rule(cast.bae)
        factory.items(cast.bae)
        posted = factory.run(cast.bae, saved, factory.row("kim", no="2026-1"))
        factory.post(posted, cast.choi)
        draft = factory.run(cast.bae, saved, factory.row("kim", no="2026-2"))
        unwanted = factory.run(cast.bae, saved, factory.row("kim", no="2026-3"))
        return {"rule": saved.id, "posted": posted.id, "draft": draft.id, "unwanted": unwanted.id}
