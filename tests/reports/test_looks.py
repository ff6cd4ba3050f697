"""Dashboards as somebody really opens them: the mayor by clicks, on paper, in high contrast, with Korean axes."""

from datetime import date

import pytest

from app.accounts.models import RoleAssignment
from app.core.access import Role
from app.core.database import db, transaction
from app.innovation.enums import ObstacleLevel, ObstacleState
from app.innovation.models import Obstacle
from app.organization.enums import SettingKey
from app.organization.models import Department
from app.organization.services import change_setting
from tests.accounts.conftest import give_password
from tests.browser import PHONE, WIDE
from tests.cast import Cast
from tests.factories.bureaus import a_bureau, head_of
from tests.factories.innovation import a_task
from tests.factories.innovation_c import approved_slogan, obstacle_of
from tests.factories.mileage import award, items
from tests.factories.obstacle_requests import promise_of
from tests.factories.reports import published_round

pytestmark = [pytest.mark.browser, pytest.mark.engine_free]

PAPER = (680, 1000)
"""A4 between margins of 15 mm, in pixels of CSS."""
PASSWORD = "푸른바다숲 1234 !"
WIDEST = """[...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && one.getClientRects().length)
  .slice(0, 5).map((one) => `beyond the sheet: ${one.tagName}.${one.className.baseVal ?? one.className}`)"""
"""The first elements that reach beyond the right edge."""
PAGES = (
    "/reports/control-tower?whole=1",
    "/reports/departments/{department}/dashboard",
    "/reports/bureaus/{bureau}",
    "/reports/mayor",
)


@pytest.fixture
def scene(cast):
    """Something in every figure; 박 heads the bureau, 한 is the mayor."""
    with transaction():
        bureau = a_bureau(cast)
        task = a_task(cast, title="늦은 과제")
        stuck = obstacle_of(cast, task=task, title="허가가 나지 않음")
        values = {"state": ObstacleState.ESCALATED, "level": ObstacleLevel.VICE_MAYOR}
        db.session.query(Obstacle).filter_by(id=stuck.id).update(values)
        promise_of(cast)
        approved_slogan(cast)
        items()
        award(cast.kim, "task:1:plan")
        published_round(cast)
        head_of(cast.park, bureau)
        unit = db.session.get_one(Department, cast.roads)
        change_setting(key=SettingKey.LEADING_OFFICE, value=unit.code, actor=None)
        place = {"role": Role.HEAD, "department_id": unit.id, "starts_on": date(2025, 1, 1)}
        db.session.add(RoleAssignment(person_id=cast.han.id, **place))
        return {"department": cast.traffic, "bureau": bureau}


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_mayor_sees_after_three_clicks_what_holds_back_and_whose_turn_it_is(size, cast, scene, visit):
    give_password(cast.han, PASSWORD)
    visitor = visit(size=size)
    page = visitor.open("/")
    page.locator("#employee_no").fill(cast.han.employee_no)
    page.locator("#password").fill(PASSWORD)
    visitor.press("로그인")
    clicks = 0
    for name in ("보고서", "시장 한 장"):
        with page.expect_navigation():
            page.get_by_role("link", name=name).filter(visible=True).first.click()
        clicks += 1
    assert clicks <= 3
    rows = page.locator("#blockers tbody tr")
    found = {row.locator("th a").inner_text(): row.locator("td strong").inner_text() for row in rows.all()}
    assert found["허가가 나지 않음"] == str(ObstacleLevel.VICE_MAYOR.label)
    assert all(found.values())
    assert visitor.complaints == []


@pytest.fixture
def reader(cast, scene, visit):
    """Opens each page; control tower may open them all."""

    def look(prepare):
        wrong = []
        visitor = visit(Cast.load().choi)
        for pattern in PAGES:
            path = pattern.format(**scene)
            prepare(visitor, path)
            wrong += [f"{path}: {complaint}" for complaint in visitor.complaints]
            wrong += [f"{path}: {visitor.overflow()} px too wide"] if visitor.overflow() > 0 else []
            visitor.complaints.clear()
        return wrong

    return look


def test_dashboards_in_high_contrast_are_readable(reader):
    def strongly(visitor, path):
        visitor._cookie("opum_contrast", "more")
        page = visitor.open(path)
        page.wait_for_timeout(200)
        assert page.locator("html").get_attribute("data-contrast") == "more"
        visitor.complaints += visitor.axe()

    assert reader(strongly) == []


def test_dashboards_on_paper_are_no_wider_than_the_sheet(reader):
    def printed(visitor, path):
        visitor.page.emulate_media(media="print")
        visitor.resize(PAPER)
        page = visitor.open(path)
        page.wait_for_timeout(200)
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        page.wait_for_timeout(200)
        visitor.complaints += page.evaluate(WIDEST)

    assert reader(printed) == []


def test_an_opened_table_leaves_its_chart_within_the_phone(reader):
    def opened(visitor, path):
        visitor.resize(PHONE)
        page = visitor.open(path)
        page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
        page.wait_for_timeout(200)
        visitor.complaints += visitor.axe()

    assert reader(opened) == []


def test_charts_speak_korean(scene, cast, visit):
    page = visit(cast.choi).open("/reports/control-tower?whole=1")
    page.wait_for_selector(".js-plotly-plot")
    assert page.evaluate("document.querySelector('.js-plotly-plot')._context.locale") == "ko"
    ticks = page.evaluate(
        """async () => {
          const place = document.body.appendChild(document.createElement("div"));
          const days = [{ x: ["2026-03-01", "2026-04-01"], y: [1, 2] }];
          await window.Plotly.newPlot(place, days, { xaxis: { tickformat: "%B" } }, { locale: "ko" });
          return [...place.querySelectorAll(".xtick text")].map((tick) => tick.textContent);
        }"""
    )
    assert "3월" in ticks
