"""The report of a wave: the same figures as its page, in every format, and nothing of what is hidden."""

import pytest

from app.core.database import db, transaction
from app.core.documents import hwpx, pdf, xlsx
from app.core.documents.content import Table, silently
from app.core.errors import Missing
from app.core.i18n import speaking
from app.reports.documents import survey_results
from app.reports.documents.registry import DOCUMENTS
from app.voice.enums.surveys import WaveWay
from app.voice.models import SurveyWave
from app.voice.services import survey_entries, survey_waves
from tests.factories import voice_surveys as made


@pytest.fixture
def wave(app, cast):
    given = {cast.civil: made.steps(0, 0, 0, 4, 16), cast.roads: made.steps(0, 0, 8), cast.traffic: made.steps(3)}
    with transaction():
        return made.result(cast, given).id


def built(cast, number):
    with speaking("ko"):
        return survey_results.build(cast.choi, {"wave_id": number}, silently)


def test_the_report_shows_what_the_page_shows_and_hides_what_it_hides(app, cast, wave):
    document = built(cast, wave)
    tables = {part.caption: part.rows for part in document.parts if isinstance(part, Table)}
    assert [(row[0], row[1] is None) for row in tables["부서별"]] == [
        ("교통과", True),
        ("도로과", True),
        ("민원봉사과", False),
    ]
    assert dict(document.facts)["응답 수"] == 31


@pytest.mark.parametrize("writer", [pdf, hwpx, xlsx])
def test_every_format_writes_it(app, cast, wave, writer, tmp_path):
    path = tmp_path / f"result.{writer.__name__.rpartition('.')[2]}"
    with speaking("ko"):
        writer.write(built(cast, wave), path)
    assert path.stat().st_size > 1000


def test_an_open_wave_has_no_report(app, cast):
    with transaction():
        number = made.wave(cast, made.survey(cast)).id
    assert not DOCUMENTS["survey_results"].may(cast.choi, {"wave_id": number})
    with pytest.raises(Missing):
        built(cast, number)


def test_a_table_from_outside_tells_its_difference(app, cast):
    with transaction():
        tables = made.wave(cast, made.survey(cast), way=WaveWay.ENTERED)
        entry = made.table(cast, tables, published="89")
        survey_entries.decide_table(actor=cast.bae, entry=entry, confirmed=True)
        survey_waves.close_tables(actor=cast.choi, wave=db.session.get_one(SurveyWave, tables.id))
        number = tables.id
    texts = [getattr(part, "text", "") for part in built(cast, number).parts]
    assert any("89" in text and "8.97" in text and "80.03" in text for text in texts)
