"""A round of three departments, opened again for the measures of 교통과; 윤 of 민원봉사과 is to confirm."""

from app.core.database import transaction
from tests.factories.reopenings import calibrating_round, measure, opened, put_in, scope


def build(cast) -> dict[str, int]:
    record, indicator = calibrating_round(cast)
    with transaction():
        found = opened(cast, record, of=scope(departments=[cast.traffic]))
        (entry,) = put_in(cast.choi, record, found, measure(cast.traffic, indicator, 95))
    return {"round": record.id, "reopening": found.id, "entry": entry.id}
