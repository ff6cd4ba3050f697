"""실행팀: who may set it, and what its shares must be."""

import pytest

from app.core.database import db, transaction
from app.core.errors import Denied, Refused
from app.innovation.models import Task, TeamMember
from app.innovation.services.teams import set_team
from tests.factories import innovation as make


def members(task):
    rows = db.session.query(TeamMember).filter_by(task_id=task.id).order_by(TeamMember.id)
    return [(row.person_id, row.share) for row in rows]


def test_a_team_has_a_leader_and_shares_that_sum_to_a_hundred(write, cast):
    task = make.teamed(make.a_task(cast), cast)
    assert (task.leader_id, members(task)) == (cast.kim.id, [(cast.kim.id, 60), (cast.ahn.id, 40)])


@pytest.mark.parametrize("shares", [{"ahn": 100}, {"kim": 60, "ahn": 30}, {"kim": 100, "ahn": 0}, {"kim": 101}])
def test_other_shares_are_refused(write, cast, shares):
    task = make.a_task(cast)
    with pytest.raises(Refused):
        set_team(
            actor=cast.lee,
            task=task,
            leader_id=cast.kim.id,
            shares={getattr(cast, name).id: share for name, share in shares.items()},
        )


def test_a_member_who_stays_keeps_the_day_of_joining(write, cast):
    task = make.teamed(make.a_task(cast), cast)
    before = db.session.query(TeamMember).filter_by(person_id=cast.kim.id).one().id
    set_team(actor=cast.kim, task=task, leader_id=cast.kim.id, shares={cast.kim.id: 50, cast.park.id: 50})
    assert members(task) == [(cast.kim.id, 50), (cast.park.id, 50)]
    assert db.session.query(TeamMember).filter_by(person_id=cast.kim.id).one().id == before


@pytest.mark.parametrize("who", ["ahn", "park", "yoon", "seo", "gam", "goh"])
def test_others_do_not_set_the_team(write, cast, who):
    task = make.a_task(cast)
    with pytest.raises(Denied):
        set_team(actor=getattr(cast, who), task=task, leader_id=cast.kim.id, shares={cast.kim.id: 100})


def test_the_form_names_people_by_their_numbers(as_, cast, app):
    with transaction():
        task_id = make.a_task(cast).id
    data = {"leader_number": "kim", "leader_share": "70", "number_3": "park", "share_3": "30"}
    answer = as_(cast.kang).post(f"/tasks/{task_id}/teams", data=data)
    assert (answer.status_code, answer.location) == (302, f"/tasks/{task_id}?stage=3")
    assert members(db.session.get(Task, task_id)) == [(cast.kim.id, 70), (cast.park.id, 30)]
    page = as_(cast.kang).get(f"/tasks/{task_id}/teams/new").text
    assert 'value="70"' in page
    assert 'value="park"' in page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"leader_number": "nobody", "leader_share": "100"}, "Nobody who works here has this number."),
        ({"leader_number": "kim", "leader_share": "50", "number_1": "kim", "share_1": "50"}, "is named twice"),
        ({"leader_number": "kim", "leader_share": "50"}, "must sum to 100"),
        ({"leader_number": "kim", "leader_share": "99.5"}, "Give a share in whole percent."),
        ({"leader_number": "", "leader_share": ""}, "Employee number of the leader"),
    ],
)
def test_a_refused_team_keeps_what_was_typed(as_, cast, app, data, sentence):
    with transaction():
        task_id = make.a_task(cast).id
    answer = as_(cast.lee).post(f"/tasks/{task_id}/teams", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.get(Task, task_id).leader_id is None
