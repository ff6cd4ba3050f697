from datetime import date

from app.innovation.queries import turns_obstacles
from app.innovation.services import obstacles as services
from app.innovation.services import slogans
from tests.factories.innovation_c import DUE, HOW, claimed_obstacle, obstacle_of, slogan_of, submitted_slogan
from tests.turns import readers_of

owed_by, awaited_by = readers_of(turns_obstacles)

MISSING = "Slogan of %(year)s is missing"


def owed(actor):
    return [(turn.what.msgid, turn.title) for turn in owed_by(actor)]


def awaited(actor):
    return [(turn.what.msgid, turn.title) for turn in awaited_by(actor)]


def test_who_is_asked_owes_and_who_reported_waits(cast, write):
    obstacle = obstacle_of(cast)
    turn = ("Obstacle to see to", obstacle.title)
    assert owed(cast.kim) == [turn]
    assert owed(cast.lee) == [turn]
    assert owed(cast.kang) == [turn, (MISSING, "교통과")]
    assert owed(cast.park) == []
    assert awaited(cast.park) == [("Obstacle waits for others", obstacle.title)]
    first = owed_by(cast.kim)[0]
    assert (first.endpoint, first.params, first.due_on) == (
        "innovation.show_obstacle",
        {"obstacle_id": obstacle.id},
        DUE,
    )


def test_a_claimed_removal_is_owed_by_whoever_may_confirm_it(cast, write):
    obstacle = claimed_obstacle(cast)
    turn = ("Removal to confirm", obstacle.title)
    found = {name for name in ("kim", "lee", "acting", "yoon", "choi", "gam") if turn in owed(getattr(cast, name))}
    assert found == {"yoon"}
    assert awaited(cast.kim) == [("Obstacle waits for others", obstacle.title)]


def test_where_the_sufferer_claims_it_is_the_control_towers_turn(cast, write):
    obstacle = obstacle_of(cast, owner_id=cast.park.id)
    services.claim_removal(obstacle=obstacle, actor=cast.park, how=HOW)
    assert owed(cast.choi) == [("Removal to confirm", obstacle.title)]
    assert owed(cast.yoon) == []


def test_slogans_are_missing_to_be_approved_or_came_back(cast, write):
    assert owed(cast.seo) == [(MISSING, "민원봉사과")]
    slogan = submitted_slogan(cast)
    assert owed(cast.kang) == []
    assert awaited(cast.kang) == [("Slogan waits for approval", slogan.text)]
    assert owed(cast.lee) == [("Slogan to approve", slogan.text)]
    slogans.return_slogan(actor=cast.lee, slogan=slogan, reason="뜻이 잘 드러나지 않습니다.")
    assert owed(cast.kang) == [("Slogan came back", slogan.text)]
    assert owed(cast.lee) == []


def test_a_settled_obstacle_is_nobodys_turn(cast, write):
    obstacle = obstacle_of(cast, due_on=date(2026, 11, 30))
    services.bypass(obstacle=obstacle, actor=cast.seo, reason="임시 안내판으로 대신했습니다.")
    slogan_of(cast)
    assert owed(cast.kim) == []
    assert awaited(cast.park) == []
