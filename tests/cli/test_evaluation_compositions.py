"""The compositions offices have published: those that sum to 100 are entered as data and scored, the others refused."""

import csv
from decimal import Decimal
from itertools import groupby
from pathlib import Path

import pytest

from app.core.database import transaction
from app.evaluation.enums import AdjustmentKind
from app.evaluation.services.adjustments import AdjustmentDraft, adjust_points
from app.evaluation.services.scoring import compute_round
from app.evaluation.services.workbooks.round_rows import round_with_code
from tests.factories.evaluation import indicator_row, measure_row, workbook

DATA = Path(__file__).parent.parent / "data"
ODD = {("제주시", "2014", "부서"): 70}
"""Published without all of its parts; the sum is that of the rows."""


def table(name):
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def compositions():
    def key(row):
        return row["기관"], row["연도"], row["대상"]

    return {
        office: [(row["항목"], int(row["배점"])) for row in rows]
        for office, rows in groupby(sorted(table("evaluation_compositions.csv"), key=key), key)
    }


def entered(run, folder, parts, ratings):
    path = folder / "회차.xlsx"
    indicators = [{**indicator_row(f"K{n}", weight), "지표명": name} for n, (name, weight) in enumerate(parts)]
    measures = [measure_row(f"K{n}", "교통과", rating) for n, rating in enumerate(ratings)]
    path.write_bytes(workbook(indicators=indicators, measures=measures).getvalue())
    return run("evaluation", "import", path)


def total_of(record, department_id):
    return next(s.outcome.total for s in compute_round(record).departments if s.member.department_id == department_id)


@pytest.mark.parametrize("office", list(compositions()), ids=" ".join)
def test_a_published_composition_is_entered_and_scored_or_refused_with_its_sum(run, tmp_path, cast, office):
    parts = compositions()[office]
    ratings = [90 - 7 * place for place in range(len(parts))]
    result = entered(run, tmp_path, parts, ratings)
    if office in ODD:
        assert (result.exit_code, round_with_code("2026-T")) == (1, None)
        assert str(ODD[office]) in result.stdout
        return
    assert result.exit_code == 0, result.output
    by_hand = sum(Decimal(weight * rating) for (_name, weight), rating in zip(parts, ratings, strict=True)) / 100
    assert total_of(round_with_code("2026-T"), cast.traffic) == by_hand


def test_all_but_the_odd_ones_sum_to_100():
    sums = {office: sum(weight for _name, weight in parts) for office, parts in compositions().items()}
    assert {office: found for office, found in sums.items() if found != 100} == ODD


@pytest.mark.parametrize("row", table("buan_2024_scores.csv"), ids=lambda row: row["부서"])
def test_the_bonus_of_buan_is_never_more_than_2_5(run, tmp_path, cast, row):
    """Whoever has 99.95 with a full bonus has 97.45 without: two facts of 1.5 bring 2.5, not 3."""
    published = Decimal(row["점수"])
    place = ("부안군", "2024", "읍면" if row["구분"] == "읍·면" else "관과소")
    parts = compositions()[place]
    assert entered(run, tmp_path, parts, [str(published - Decimal("2.5"))] * len(parts)).exit_code == 0
    with transaction():
        record = round_with_code("2026-T")
        for source in ("case:1", "case:2"):
            draft = AdjustmentDraft(
                department_id=cast.traffic,
                kind=AdjustmentKind.BONUS,
                item="가점",
                source=source,
                points=Decimal("1.5"),
                cap=Decimal("2.5"),
                reason="우수사례",
            )
            adjust_points(actor=cast.choi, record=record, draft=draft)
        assert total_of(record, cast.traffic) == published
