"""The chain of the 5S index: made-up records say so, a figure leads to the affair, the affair and the voice back to it."""

from datetime import date

import pytest

from app.core.database import change_state, db, transaction
from app.voice.enums.five_s import FiveSPart, FiveSSource
from app.voice.models import Affair
from app.voice.models.five_s import FiveSFigure
from app.voice.queries.five_s_facts import facts_of
from app.voice.services import voice_answers
from app.voice.services.affairs import improve_affair
from tests.factories import voice_five_s as made
from tests.factories import voice_handling as records
from tests.factories.innovation import a_task
from tests.factories.voice_customer_voices import a_voice, an_answered_voice
from tests.statements import count_statements

CASES = 12
AFFAIR, TOO = "여권 발급", "도로점용허가"
HANDLED = (FiveSSource.SAME_WORK, FiveSSource.SHORTENING, FiveSSource.IN_TIME)


def cases(year, **changes):
    """Twelve cases of an affair in March, of one working day each."""
    return [
        records.row(f"{year}{n}{changes}", f"{year}-03-04 10:00", f"{year}-03-05 10:00", **changes)
        for n in range(CASES)
    ]


def marks(cast, year=2026):
    """Source → title of the row → whether it is marked as an example."""
    facts = facts_of([cast.traffic], date(year, 1, 1), date(year, 12, 31))[cast.traffic]
    return {source: {row.title: row.is_example for row in fact.rows} for source, fact in facts.items()}


def test_rows_of_example_batches_are_marked_and_others_are_not(app, cast):
    records.entered(cast.choi, *cases(2025), *cases(2025, 사무명=TOO), name="before.xlsx")
    records.entered(cast.choi, *cases(2026), name="made up.xlsx", is_example=True)
    records.entered(cast.choi, *cases(2026, 사무명=TOO), name="real.xlsx")
    assert marks(cast) == {source: {AFFAIR: True, TOO: False} for source in HANDLED}
    assert set(marks(cast, 2025)) == set(HANDLED) - {FiveSSource.SAME_WORK}
    assert not any(any(rows.values()) for rows in marks(cast, 2025).values())


def test_the_same_work_is_an_example_where_last_year_is_made_up(app, cast):
    records.entered(cast.choi, *cases(2025), name="made up.xlsx", is_example=True)
    records.entered(cast.choi, *cases(2026), name="real.xlsx")
    assert [marks(cast)[source][AFFAIR] for source in HANDLED] == [True, False, False]


@pytest.mark.parametrize("made_up", [True, False])
def test_calls_about_made_up_voices_are_marked(app, cast, made_up):
    with transaction():
        for number in range(5):
            voice = an_answered_voice(cast, is_example=made_up and number == 3)
            voice_answers.make_happy_call(actor=cast.choi, voice=voice, points=4, note="")
    assert marks(cast) == {FiveSSource.ANSWERS: {"": made_up}}


def test_the_pages_show_the_mark(app, cast, as_):
    records.entered(cast.choi, *cases(2026), is_example=True)
    with transaction():
        made.reckoned(cast)
        voice_id = a_voice(cast, is_example=True).id
    page = as_(cast.park).get(f"/voice/five-s/figures/{figure(cast, FiveSPart.SPEED).id}").text
    assert page.count(">Example<") == 2
    assert ">Example<" in as_(cast.choi).get(f"/voice/customer-voices/{voice_id}").text


def figure(cast, part, year=2026):
    return db.session.query(FiveSFigure).filter_by(year=year, department_id=cast.traffic, part=part).one()


@pytest.fixture
def chained(app, cast):
    """Records of two years, a task that changed the affair, a voice the task goes back to, and both years reckoned."""
    records.entered(cast.choi, *cases(2025), *cases(2026))
    with transaction():
        affair, task, voice = db.session.query(Affair).one(), a_task(cast), a_voice(cast)
        improve_affair(
            affair=affair,
            actor=cast.lee,
            task_number=task.number,
            from_day=date(2026, 1, 2),
            words="창구를 하나로 합쳤습니다.",
        )
        change_state(voice, issue_id=1, task_id=task.id)
        for year in (2025, 2026):
            made.reckoned(cast, year)
        return affair.id, voice.id


def test_a_figure_leads_to_the_affair_and_the_affair_to_the_figures(cast, as_, chained):
    affair_id, _voice_id = chained
    visitor, page = as_(cast.park), f"/voice/handling/affairs/{affair_id}"
    text = visitor.get(page).text
    for part, year in ((FiveSPart.SPEED, 2025), (FiveSPart.SPEED, 2026), (FiveSPart.SIMPLE, 2026)):
        path = f"/voice/five-s/figures/{figure(cast, part, year).id}"
        assert f'href="{path}"' in text
        assert f'href="{page}"' in visitor.get(path).text
    assert f'/figures/{figure(cast, FiveSPart.SMART).id}"' not in text


def test_a_voice_names_the_affair_its_task_made_shorter(cast, as_, chained):
    affair_id, voice_id = chained
    page = as_(cast.choi).get(f"/voice/customer-voices/{voice_id}").text
    assert f'href="/voice/handling/affairs/{affair_id}"' in page
    assert AFFAIR in page


def test_the_chain_costs_no_more_statements_than_a_page_may(cast, as_, chained):
    affair_id, voice_id = chained
    client = as_(cast.choi)
    for path in (f"/voice/handling/affairs/{affair_id}", f"/voice/customer-voices/{voice_id}"):
        client.get(path)
        with count_statements() as seen:
            assert client.get(path).status_code == 200
        assert len(seen) <= 8, seen
