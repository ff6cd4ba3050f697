"""Whoever has no department in the office (an outside evaluator) reads and writes nothing of innovation."""

import pytest

from app.innovation.queries.obstacles import ObstacleFilter, list_obstacles
from app.innovation.queries.slogans import gallery
from tests.house.test_access_matrix import build, rows

AREAS = ("innovation_a", "innovation_b", "innovation_c", "cases")


@pytest.mark.parametrize("area", AREAS)
def test_no_address_lets_an_outside_evaluator_in(area, cast, as_):
    ids = build(area, cast)
    client = as_(cast.shin)
    answers = {
        (row["method"], row["path"]): client.open(row["path"].format(**ids), method=row["method"]).status_code
        for row in rows(area)
    }
    assert {key: code for key, code in answers.items() if code != 403} == {}


def test_the_lists_hold_nothing_for_an_outside_evaluator(cast):
    build("innovation_c", cast)
    assert list_obstacles(cast.shin, ObstacleFilter(with_settled=True)).rows == []
    assert gallery(cast.shin, 2026) == []
    assert gallery(cast.kim, 2026) != []


def test_the_menu_offers_an_outside_evaluator_no_page_of_innovation(cast, as_):
    page = as_(cast.shin).get("/").text
    offered = [path for path in ("/issues", "/tasks", "/obstacles", "/slogans") if f'href="{path}"' in page]
    assert offered == []
