import re
from io import BytesIO

import pytest

from app.core.database import db, transaction
from app.innovation.enums.cases import CaseKind, CaseState
from app.innovation.models import Case, CaseAuthor, CaseFigure
from app.innovation.services import cases as services
from tests.factories.cases import (
    BEST_TEXTS,
    FAILURE_TEXTS,
    again,
    approved_case,
    benchmark_of,
    case_of,
    content_of,
    published_case,
    returned_case,
    submitted_case,
)
from tests.factories.innovation_c import task_of
from tests.statements import count_statements

BEST = {
    **BEST_TEXTS,
    "title": "정류장 안내판을 바꾸다",
    "year": "2026",
    "field": "city",
    "values": ["speed"],
    "obstacle_kinds": ["budget", "cooperation"],
    "figures-0-name": "문의 전화",
    "figures-0-unit": "통",
    "figures-0-before": "1,200",
    "figures-0-after": "0",
    "authors-0-number": "ahn",
}


def version_in(page):
    return re.search(r'name="version"[^>]*value="(\d+)"', page.text)[1]


def test_the_whole_way_of_a_best_practice_over_the_pages(cast, as_):
    author, head, tower = as_(cast.kim), as_(cast.lee), as_(cast.choi)
    address = author.post("/cases?kind=best", data=BEST).location
    case = db.session.query(Case).one()
    assert (case.title, case.kind, case.obstacle_kinds) == (BEST["title"], CaseKind.BEST, ["budget", "cooperation"])
    figure = db.session.query(CaseFigure).one()
    assert (figure.name, figure.before, figure.after) == ("문의 전화", 1200, 0)
    assert [row.person_id for row in db.session.query(CaseAuthor).order_by(CaseAuthor.id)] == [cast.kim.id, cast.ahn.id]
    upload = {"files": (BytesIO(b"proof"), "증빙.txt")}
    assert author.post(f"{address}/evidence-files", data=upload).status_code == 302
    assert author.post(f"{address}/submissions").status_code == 302
    assert head.post(f"{address}/approvals").status_code == 302
    assert tower.post(f"{address}/publications").status_code == 302
    assert again(case).state is CaseState.PUBLISHED
    page = as_(cast.park).get("/cases").text
    assert BEST["title"] in page
    assert f'href="{address}"' in page


def test_a_failure_is_written_with_its_own_questions(cast, as_):
    client = as_(cast.kim)
    form = client.get("/cases/new?kind=failure").text
    assert 'name="advice"' in form
    assert 'name="overview"' not in form
    data = {**FAILURE_TEXTS, "title": "멈춘 일", "year": "2026"}
    assert client.post("/cases?kind=failure", data=data).status_code == 302
    case = db.session.query(Case).one()
    assert (case.kind, case.advice) == (CaseKind.FAILURE, FAILURE_TEXTS["advice"])


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"title": "가" * 201}, "가" * 201),
        ({"title": ""}, BEST_TEXTS["details"]),
        ({"details": "나" * 10_001}, "나" * 10_001),
        ({"year": "2027"}, BEST["title"]),
        ({"year": "작년"}, BEST["title"]),
        ({"field": "nothing"}, BEST["title"]),
        ({"figures-0-after": ""}, "1,200"),
        ({"figures-0-after": "NaN"}, "NaN"),
        ({"figures-0-before": "열둘"}, "열둘"),
        ({"figures-0-name": ""}, "1,200"),
        ({"task_number": "T1999-001"}, "T1999-001"),
        ({"authors-0-number": "nobody"}, "nobody"),
        ({"authors-0-number": "retired"}, "retired"),
    ],
)
def test_bad_input_is_named_beside_its_field_and_kept(cast, as_, changes, kept):
    answer = as_(cast.kim).post("/cases?kind=best", data={**BEST, **changes})
    assert answer.status_code == 422
    assert "data-error-summary" in answer.text
    assert kept in answer.text
    assert db.session.query(Case).count() == 0


def test_control_and_direction_characters_are_taken_out(cast, as_):
    as_(cast.kim).post("/cases?kind=best", data={**BEST, "title": "안내판\u202e\x07 바꾸다"})
    assert db.session.query(Case.title).scalar() == "안내판 바꾸다"


def test_markup_is_shown_as_text(cast, as_):
    client = as_(cast.kim)
    address = client.post("/cases", data={**BEST, "title": "<script>x</script>"}).location
    assert "<script>x" not in client.get(address).text
    assert "&lt;script&gt;x" in client.get(address).text


def test_rows_are_added_and_removed_by_the_server(cast, as_):
    client = as_(cast.kim)
    more = client.post("/cases?kind=best", data={**BEST, "rows": "add:figures"})
    assert (more.status_code, 'name="figures-1-name"' in more.text) == (422, True)
    fewer = client.post("/cases?kind=best", data={**BEST, "rows": "remove:authors:0"})
    assert 'name="authors-0-number"' not in fewer.text
    assert db.session.query(Case).count() == 0


def test_two_people_who_change_it_at_once_see_both_texts(cast, as_):
    with transaction():
        case = case_of(cast, co_author_ids=[cast.ahn.id])
    kim, ahn, address = as_(cast.kim), as_(cast.ahn), f"/cases/{case.id}"
    seen = version_in(kim.get(f"{address}/edit"))
    assert ahn.post(f"{address}/changes", data={**BEST, "version": seen, "title": "안의 제목"}).status_code == 302
    conflict = kim.post(f"{address}/changes", data={**BEST, "version": seen, "title": "김의 제목"})
    assert conflict.status_code == 409
    assert "안의 제목" in conflict.text
    assert 'value="김의 제목"' in conflict.text
    assert again(case).title == "안의 제목"
    anew = {**BEST, "version": version_in(conflict), "title": "김의 제목"}
    assert kim.post(f"{address}/changes", data=anew).status_code == 302
    assert again(case).title == "김의 제목"


@pytest.mark.parametrize("version", ["", "x", "-1", "٣", "9" * 30])
def test_a_made_up_version_conflicts(cast, as_, version):
    with transaction():
        case = case_of(cast)
    answer = as_(cast.kim).post(f"/cases/{case.id}/changes", data={**BEST, "version": version})
    assert answer.status_code == 409


def test_a_colleague_who_has_left_stays_an_author(cast, as_):
    with transaction():
        case = case_of(cast, co_author_ids=[cast.ahn.id])
    client = as_(cast.kim)
    page = client.get(f"/cases/{case.id}/edit")
    assert 'value="ahn"' in page.text
    with transaction():
        db.session.execute(db.text("UPDATE people SET left_on = '2026-06-30' WHERE employee_no = 'ahn'"))
    data = {**BEST, "version": version_in(page)}
    assert client.post(f"/cases/{case.id}/changes", data=data).status_code == 302
    assert db.session.query(CaseAuthor).count() == 2


def test_a_task_of_others_is_refused_and_an_own_one_linked(cast, as_):
    with transaction():
        own, other = task_of(cast), task_of(cast, title="남의 일", department_id=cast.civil)
    client = as_(cast.kim)
    refusal = client.post("/cases?kind=best", data={**BEST, "task_number": other.number})
    assert (refusal.status_code, db.session.query(Case).count()) == (422, 0)
    assert f'value="{own.number}"' in client.get(f"/cases/new?task={own.id}").text
    address = client.post("/cases?kind=best", data={**BEST, "task_number": own.number}).location
    assert f"/tasks/{own.id}" in client.get(address).text


def test_handing_in_half_a_case_says_what_is_missing(cast, as_):
    with transaction():
        case = case_of(cast, texts={**BEST_TEXTS, "obstacle_handling": ""})
    answer = as_(cast.kim).post(f"/cases/{case.id}/submissions")
    assert answer.status_code == 422
    assert "notice tone-danger" in answer.text


def test_a_short_reason_keeps_what_was_typed(cast, as_):
    with transaction():
        case = submitted_case(cast)
    answer = as_(cast.lee).post(f"/cases/{case.id}/returns", data={"reason": "짧다"})
    assert (answer.status_code, again(case).state) == (422, CaseState.SUBMITTED)
    assert "짧다" in answer.text


def test_a_wrong_file_is_refused_in_words(cast, as_):
    with transaction():
        case = services.write_case(actor=cast.kim, kind=CaseKind.BEST, department_id=cast.traffic, content=content_of())
    client = as_(cast.kim)
    bad = {"files": (BytesIO(b"<html>"), "증빙.pdf")}
    assert client.post(f"/cases/{case.id}/evidence-files", data=bad).status_code == 422
    assert client.post(f"/cases/{case.id}/evidence-files", data={}).status_code == 422


def test_the_buttons_are_those_of_the_reader(cast, as_):
    with transaction():
        case = approved_case(cast)
    address = f"/cases/{case.id}"
    offers = {name: as_(getattr(cast, name)).get(address).text for name in ("kim", "lee", "choi", "ahn", "gam")}
    shown = {
        name: [verb for verb in ("publications", "returns", "withdrawals", "submissions") if verb in page]
        for name, page in offers.items()
    }
    assert shown == {"kim": ["withdrawals"], "lee": [], "choi": ["publications", "returns"], "ahn": [], "gam": []}


def test_approving_twice_is_refused_in_words(cast, as_):
    with transaction():
        case = submitted_case(cast)
    head = as_(cast.lee)
    assert head.post(f"/cases/{case.id}/approvals").status_code == 302
    assert head.post(f"/cases/{case.id}/approvals").status_code == 422


@pytest.mark.parametrize("path", ["/cases", "/cases?words=안내판&kind=best&year=2026", "/cases/in-hand"])
def test_a_list_costs_the_same_for_one_and_for_three(cast, as_, path):
    client, counts = as_(cast.kim), []
    for more in (1, 2):
        with transaction():
            for _ in range(more):
                published_case(cast)
                case_of(cast)
                benchmark_of(cast, title=f"사례 {more} {_}")
        client.get(path)
        with count_statements() as statements:
            page = client.get(path)
        counts.append(len(statements))
    assert page.status_code == 200
    assert counts[0] == counts[1]
    assert counts[1] <= 6


def test_the_page_of_a_case_costs_a_constant_number_of_statements(cast, as_):
    client, counts = as_(cast.kim), []
    for figures in (1, 3):
        with transaction():
            one = content_of().figures[0]
            case = case_of(cast, figures=[one] * figures, co_author_ids=[cast.ahn.id, cast.kang.id][: figures - 1])
        client.get(f"/cases/{case.id}")
        with count_statements() as statements:
            client.get(f"/cases/{case.id}")
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert counts[0] <= 8


def test_filters_stay_in_the_address_of_the_next_page(cast, as_):
    with transaction():
        for number in range(51):
            benchmark_of(cast, title=f"사례 {number}")
    page = as_(cast.kim).get("/cases?kind=benchmark&words=사례&year=2014").text
    following = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert {"kind=benchmark", "year=2014"} <= set(following.partition("?")[2].split("&"))
    rest = as_(cast.kim).get(following).text
    assert rest.count('class="card-title"') == 1


@pytest.mark.parametrize(
    "address", ["/cases?kind=x&value=y&field=z&department=a&year=1&cursor=zz", "/cases?year=99999999999999"]
)
def test_nonsense_in_the_address_does_not_break_the_list(cast, as_, address):
    assert as_(cast.kim).get(address).status_code == 200


def test_the_empty_library_says_who_can_do_what(cast, as_):
    assert "/cases/new" in as_(cast.kim).get("/cases").text
    assert "/cases/new" not in as_(cast.gam).get("/cases").text
    nothing = as_(cast.kim).get("/cases?words=없는말").text
    assert 'href="/cases"' in nothing


def test_a_case_is_printed_without_buttons(cast, as_):
    with transaction():
        case = published_case(cast)
    page = as_(cast.park).get(f"/cases/{case.id}/print")
    assert page.status_code == 200
    assert "<form" not in page.text
    assert BEST_TEXTS["obstacle_handling"] in page.text


def test_the_author_of_a_returned_case_reads_why(cast, as_):
    with transaction():
        case = returned_case(cast)
    page = as_(cast.kim).get(f"/cases/{case.id}").text
    assert "결과 수치의 근거를 적어 주십시오." in page
    assert f"/cases/{case.id}/edit" in page


def test_a_withdrawn_case_says_so_and_offers_nothing(cast, as_):
    with transaction():
        case = published_case(cast)
        services.withdraw_case(actor=cast.choi, case=case, reason="개인정보가 들어 있어 내립니다.")
    page = as_(cast.choi).get(f"/cases/{case.id}").text
    assert "notice tone-warning" in page
    assert 'id="actions"' not in page
