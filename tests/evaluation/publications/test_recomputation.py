"""A published result is reckoned again from its own text: same totals, same hash, in whatever order it is read."""

import json
from decimal import Decimal
from hashlib import sha256

from app.core.database import db, transaction
from app.core.snapshots import canonical_json
from app.evaluation.models import Publication
from app.evaluation.services.publications import preview
from tests.factories.evaluation import published_round


def test_the_snapshot_gives_its_totals_and_its_hash_again(cast, app):
    with transaction():
        record = published_round(cast)
    kept = db.session.query(Publication).one()
    content = json.loads(kept.snapshot)
    for department in content["departments"]:
        points = sum(Decimal(line["weight"]) * Decimal(line["exact_score"]) / 100 for line in department["lines"])
        assert points == Decimal(department["exact_total"]) == Decimal(department["total"])
    mixed = {name: content[name] for name in reversed(list(content))}
    assert sha256(canonical_json(mixed)).hexdigest() == kept.sha256
    assert preview(record).sha256 == kept.sha256
