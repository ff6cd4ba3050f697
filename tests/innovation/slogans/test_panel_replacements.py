"""An evaluator who has not scored yet is replaced, with a reason."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.database import db, transaction
from app.core.errors import Denied
from app.innovation.models import SloganPanelChange
from app.innovation.queries.slogans import panels as queries
from app.innovation.services import slogans as services
from tests.factories.innovation_c import approved_slogan
from tests.factories.slogan_cycle import ballot_of, more_evaluators, panel_of
from tests.refusals import refused

WHY = "교육 파견으로 채점할 수 없습니다."


def replaced(cast, panel, *, leaves, comes, actor=None, reason=WHY):
    services.replace_evaluator(
        actor=actor or cast.choi, panel=panel, person_id=leaves.id, successor_id=comes.id, reason=reason
    )


def test_whoever_has_not_scored_is_replaced_and_the_other_scores(cast, write):
    slogan, panel = approved_slogan(cast), panel_of(cast)
    [han] = more_evaluators(cast, cast.han)
    replaced(cast, panel, leaves=cast.shin, comes=han)
    ballot_of(panel, slogan, han, 90)
    with pytest.raises(Denied):
        ballot_of(panel, slogan, cast.shin, 90)
    assert [(row.left, row.joined, row.reason) for row in queries.changes_of(panel.id)] == [
        (cast.shin.name, cast.han.name, WHY)
    ]


def test_only_an_evaluator_who_has_not_scored_leaves_and_only_an_evaluator_comes(cast, write):
    slogan, panel = approved_slogan(cast), panel_of(cast)
    [han] = more_evaluators(cast, cast.han)
    ballot_of(panel, slogan, cast.shin, 90)
    for leaves, comes, sentence in (
        (cast.shin, han, "has not scored yet"),
        (cast.park, han, "has not scored yet"),
        (cast.moon, cast.park, "role of evaluator"),
        (cast.moon, cast.yang, "on the panel already"),
        (cast.moon, cast.choi, "names the panel"),
    ):
        with refused(sentence):
            replaced(cast, panel, leaves=leaves, comes=comes)
    with refused("write the reason"):
        replaced(cast, panel, leaves=cast.moon, comes=han, reason=" ")
    with pytest.raises(Denied):
        replaced(cast, panel, leaves=cast.moon, comes=han, actor=cast.lee)


def test_nobody_is_replaced_so_that_a_slogan_is_scored_by_nobody(cast, write):
    approved_slogan(cast)
    ahn, kim, _han = more_evaluators(cast, cast.ahn, cast.kim, cast.han)
    panel = panel_of(cast, evaluators=(cast.moon, cast.yang, kim))
    with refused("could score the slogan of"):
        replaced(cast, panel, leaves=cast.moon, comes=ahn)


def test_an_evaluator_of_the_panel_replaces_nobody(cast, write):
    bae, han = more_evaluators(cast, cast.bae, cast.han)
    panel = panel_of(cast, evaluators=(cast.moon, cast.yang, bae))
    with refused("names the panel"):
        replaced(cast, panel, leaves=cast.moon, comes=han, actor=bae)


def test_a_replacement_over_the_page(cast, as_):
    with transaction():
        approved_slogan(cast)
        panel = panel_of(cast)
        more_evaluators(cast, cast.han)
    client, address = as_(cast.choi), f"/slogans/panels/{panel.id}"
    assert "Replace an evaluator" in client.get(address).text
    assert "Replace an evaluator" not in as_(cast.shin).get(address).text
    data = {"evaluator": cast.shin.id, "successor": cast.han.id, "reason": "짧다"}
    assert client.post(f"{address}/replacements", data=data).status_code == 422
    assert client.post(f"{address}/replacements", data={**data, "reason": WHY}).status_code == 302
    assert WHY in client.get(address).text
    assert as_(cast.shin).get(address).status_code == 404


def test_the_database_keeps_whoever_has_scored_and_every_change(cast):
    with transaction():
        slogan, panel = approved_slogan(cast), panel_of(cast)
        [han] = more_evaluators(cast, cast.han)
        ballot_of(panel, slogan, cast.shin, 90)
        replaced(cast, panel, leaves=cast.moon, comes=han)
        ids = {"p": panel.id, "shin": cast.shin.id, "park": cast.park.id}
    for tampering in (
        "DELETE FROM slogan_evaluators WHERE panel_id = :p AND person_id = :shin",
        "UPDATE slogan_evaluators SET person_id = :park WHERE panel_id = :p AND person_id = :shin",
        "UPDATE slogan_panel_changes SET reason = '다른 이유' WHERE panel_id = :p",
        "DELETE FROM slogan_panel_changes WHERE panel_id = :p",
    ):
        with pytest.raises(DBAPIError, match="slogan_"), transaction():
            db.session.execute(text(tampering), ids)
    assert db.session.query(SloganPanelChange).count() == 1
