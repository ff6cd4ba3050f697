import pytest

from app.core.errors import Refused
from app.innovation.enums import OpinionAnswer
from app.innovation.rules.teams import check_cooperation_request, check_opinion


def test_a_department_is_asked_once_and_never_itself():
    check_cooperation_request(2, lead_department_id=1, asked={3})
    for department in (1, 3):
        with pytest.raises(Refused):
            check_cooperation_request(department, lead_department_id=1, asked={3})


def test_conditions_and_objections_say_why():
    check_opinion(OpinionAnswer.AGREE, None)
    for answer in (OpinionAnswer.CONDITIONAL, OpinionAnswer.OPPOSE):
        check_opinion(answer, "인력 1명이 필요하다")
        with pytest.raises(Refused):
            check_opinion(answer, " ")
