"""Tokens, programs that ask with them, and something of each resource to read."""

from datetime import date
from urllib.parse import urlsplit

from app.api.resources import RESOURCES
from app.api.services import tokens
from app.core.database import transaction
from app.innovation.enums import Sensitivity, Stage
from app.organization.enums import ApiHolders
from app.reports.services import exports
from app.reports.services.exports import ExportChoice
from tests.factories import cases, evaluation, innovation, innovation_c, mileage
from tests.factories.reports import ready_for_export

ENDS = date(2027, 3, 31)


def everybody_may(cast):
    """The administrator lets everybody hold tokens."""
    with transaction():
        tokens.choose_holders(actor=cast.goh, holders=ApiHolders.EVERYBODY)


def token_of(actor, *scopes, purpose="통계시스템 연계", ends_on=ENDS):
    """Make a token; for all resources unless some are named. Returns (its id, the token itself)."""
    with transaction():
        token, secret = tokens.create_token(
            actor=actor, purpose=purpose, scopes=scopes or tuple(RESOURCES), ends_on=ends_on
        )
        return token.id, secret


class Program:
    """A program with a token and no cookies."""

    def __init__(self, app, secret):
        self.client = app.test_client()
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def get(self, path, **headers):
        return self.client.get(path if path.startswith("/") else f"/api/v1/{path}", headers=self.headers | headers)

    def rows(self, path):
        """Return the rows of all pages of a list."""
        found, following = [], path
        while following:
            answer = self.get(following)
            assert answer.status_code == 200, answer.text
            content = answer.get_json()
            found += content["data"]
            following = content["next"] and "{0.path}?{0.query}".format(urlsplit(content["next"]))
        return found

    def ids(self, path):
        return [row["id"] for row in self.rows(path)]


def program_of(app, actor, *scopes):
    """A program that reads in somebody's name."""
    return Program(app, token_of(actor, *scopes)[1])


def something_of_everything(cast):
    """Issues open, blind and withdrawn, a task on its way, obstacles of each sensitivity, slogans, cases, points, a round."""
    with transaction():
        mileage.items()
        innovation.an_issue(cast.kim)
        innovation.an_issue(cast.ahn, blind=True, title="이름을 가린 제안 하나")
        innovation.an_issue(cast.park, title="민원 서류를 한 번에 내기")
        innovation.a_task_in(Stage.TEAM, cast)
        innovation_c.obstacle_of(cast)
        innovation_c.obstacle_of(cast, sensitivity=Sensitivity.RESTRICTED, title="제한된 장애")
        innovation_c.approved_slogan(cast)
        innovation_c.slogan_of(cast, actor=cast.seo, department_id=cast.civil)
        cases.published_case(cast)
        cases.case_of(cast)
        mileage.award(cast.kim, "task:1:plan")
        mileage.award(cast.park, "task:2:plan")
        evaluation.published_round(cast)
        round_with_pay = ready_for_export(cast)
        exports.create_export(
            actor=cast.jung, choice=ExportChoice(round_code=round_with_pay.code), reason="연계 시험에 쓸 명세를 만든다"
        )
