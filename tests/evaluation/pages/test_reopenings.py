"""The pages of a correction: what each reader sees, what an error keeps, and how often they ask the database."""

import re
from datetime import timedelta

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.evaluation.enums import CorrectionKind, ReopeningState
from app.evaluation.models import Correction, Publication, ReopeningEntry, RoundReopening
from app.evaluation.queries import turns_reopenings
from app.evaluation.queries.scoring import members_of
from app.evaluation.services.publications import publish_round
from tests.factories.reopenings import BASIS, WHY, calibrating_round, hand_over, measure, opened, put_in, scope
from tests.statements import count_statements
from tests.turns import readers_of

owed_by, awaited_by = readers_of(turns_reopenings)


@pytest.fixture
def calibrating(cast, app):
    return calibrating_round(cast)


def proposal(cast, **changed):
    until = clock.today() + timedelta(days=7)
    return {
        "kinds": ["measure"],
        "open_until": until.isoformat(),
        "second_id": str(cast.yoon.id),
        "reason": WHY,
        **changed,
    }


def entry(cast, indicator, **changed):
    return {
        "department_id": str(cast.roads),
        "indicator_id": str(indicator.id),
        "state": "value",
        "value": "95",
        "reason": WHY,
        "basis": BASIS,
        **changed,
    }


def only_reopening():
    return db.session.query(RoundReopening).one()


def seen_on(page):
    return re.search(r'name="sha256" value="([0-9a-f]{64})"', page).group(1)


def test_the_whole_way_through_the_pages(cast, as_, calibrating):
    record, indicator = calibrating
    here = f"/rounds/{record.id}/reopenings"
    tower, second = as_(cast.choi), as_(cast.yoon)
    answer = tower.post(here, data=proposal(cast))
    key = only_reopening().id
    assert (answer.status_code, answer.location) == (302, f"{here}/{key}")
    assert [turn.params for turn in owed_by(cast.yoon)] == [{"round_id": record.id, "reopening_id": str(key)}]
    assert len(awaited_by(cast.choi)) == 1
    assert second.post(f"{here}/{key}/agreements").status_code == 302
    assert tower.post(f"{here}/{key}/entries?kind=measure", data=entry(cast, indicator)).status_code == 302
    page = tower.get(f"{here}/{key}").text
    assert "What would move" in page
    assert "Confirm: I have seen what moves" not in page
    assert tower.post(f"{here}/{key}/submissions").status_code == 302
    answer = second.post(f"{here}/{key}/confirmations", data={"sha256": seen_on(second.get(f"{here}/{key}").text)})
    assert answer.status_code == 302
    assert db.session.query(Correction).count() == 1
    assert "What has moved" in second.get(f"{here}/{key}").text
    assert owed_by(cast.yoon) == []


def test_what_was_typed_stays_with_the_refusal(cast, as_, calibrating):
    record, indicator = calibrating
    here = f"/rounds/{record.id}/reopenings"
    tower = as_(cast.choi)
    for changed, code in (
        ({"second_id": str(cast.bae.id)}, 422),
        ({"open_until": "2027-12-31"}, 422),
        ({"open_until": "2026-11-01"}, 422),
        ({"kinds": []}, 422),
        ({"reason": "짧다"}, 422),
    ):
        answer = tower.post(here, data=proposal(cast, **changed))
        assert answer.status_code == code, changed
        assert (changed.get("reason") or WHY) in answer.text
    with transaction():
        key = opened(cast, record).id
    for changed in ({"value": "△3"}, {"value": ""}, {"basis": ""}, {"value": "신규"}, {"department_id": ""}):
        answer = tower.post(f"{here}/{key}/entries?kind=measure", data=entry(cast, indicator, **changed))
        assert answer.status_code == 422, changed
        assert WHY in answer.text
    assert db.session.query(ReopeningEntry).count() == 0
    answer = tower.post(here, data=proposal(cast))
    assert answer.status_code == 409
    assert WHY in answer.text


def test_a_list_that_moved_meanwhile_is_not_confirmed(cast, as_, calibrating):
    record, indicator = calibrating
    with transaction():
        found = opened(cast, record)
        put_in(cast.choi, record, found, measure(cast.roads, indicator, 95))
        hand_over(cast, record, found)
    second = as_(cast.yoon)
    answer = second.post(f"/rounds/{record.id}/reopenings/{found.id}/confirmations", data={"sha256": "0" * 64})
    assert answer.status_code == 409
    assert "has changed since you saw it" in answer.text
    assert db.session.query(RoundReopening).one().state is ReopeningState.SUBMITTED


def test_departments_read_their_own_moves_when_the_version_is_out(cast, as_):
    with transaction():
        record, indicator = calibrating_round(cast)
        publish_round(actor=cast.choi, record=record)
        found = opened(cast, record, of=scope(departments=[cast.traffic, cast.roads]))
        put_in(cast.choi, record, found, measure(cast.roads, indicator, 95))
    here = f"/rounds/{record.id}/reopenings/{found.id}"
    assert as_(cast.kang).get(here).status_code == 200
    assert "What would move" not in as_(cast.kang).get(here).text
    assert as_(cast.seo).get(here).status_code == 404
    with transaction():
        hand_over(cast, record, found)
    second = as_(cast.yoon)
    second.post(f"{here}/confirmations", data={"sha256": seen_on(second.get(here).text)})
    assert db.session.query(Publication).filter_by(version=2).count() == 1
    own, all_of_it = as_(cast.seo).get(here).text, as_(cast.gam).get(here).text
    assert "민원봉사과" in own
    assert own.count("<details") < all_of_it.count("<details")


def test_a_state_that_moves_is_said_in_words(cast, as_, calibrating):
    record, indicator = calibrating
    with transaction():
        found = opened(cast, record)
        put_in(cast.choi, record, found, measure(cast.roads, indicator, 95))
    page = as_(cast.choi).get(f"/rounds/{record.id}/reopenings/{found.id}").text
    assert "Not handed in" in page
    assert ">missing<" not in page


def test_the_page_asks_the_database_as_often_for_three_entries_as_for_one(cast, as_, calibrating):
    record, indicator = calibrating
    with transaction():
        found = opened(cast, record)
        put_in(cast.choi, record, found, measure(cast.roads, indicator, 95))
    client, path = as_(cast.choi), f"/rounds/{record.id}/reopenings/{found.id}"
    client.get(path)
    with count_statements() as one:
        client.get(path)
    with transaction():
        put_in(
            cast.choi,
            record,
            only_reopening(),
            measure(cast.traffic, indicator, 91),
            measure(cast.civil, indicator, 81),
        )
    with count_statements() as three:
        client.get(path)
    assert len(one) == len(three)


def test_each_kind_of_correction_has_its_form(cast, as_, calibrating):
    record, indicator = calibrating
    kinds = [kind for kind in CorrectionKind if kind is not CorrectionKind.SCORE]
    with transaction():
        group = members_of(record)[0].peer_group_id
        key = opened(cast, record, of=scope(*kinds)).id
    tower, here = as_(cast.choi), f"/rounds/{record.id}/reopenings/{key}/entries"
    base = {"reason": WHY, "basis": BASIS}
    project = str(group)
    forms = {
        "target": {"peer_group_id": project, "indicator_id": str(indicator.id), "cap": "90"},
        "member": {"department_id": str(cast.roads), "group_id": project},
        "adjustment": {
            "department_id": str(cast.roads),
            "points_kind": "bonus",
            "item": "가점",
            "source": "수상 3",
            "points": "1",
            "cap": "",
            "inside": "",
        },
    }
    for kind in kinds:
        assert tower.get(f"{here}/new?kind={kind.value}").status_code == 200
    for kind, form in forms.items():
        answer = tower.post(f"{here}?kind={kind}", data={**base, **form})
        assert answer.status_code == 302, (kind, re.findall(r'field-error"[^>]*>.*', answer.text))
    assert db.session.query(ReopeningEntry).count() == 3
    assert "What would move" in tower.get(f"/rounds/{record.id}/reopenings/{key}").text
    assert tower.get(f"{here}/new?kind=score").status_code == 200
