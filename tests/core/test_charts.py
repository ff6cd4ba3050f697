import json
from decimal import Decimal

import plotly.graph_objects as go
import pytest

from app.core.charts import (
    FONT,
    bar_chart,
    cut_of,
    cut_sentence,
    funnel_chart,
    grouped_bars,
    heat_map,
    line_chart,
    pareto_chart,
    radar_chart,
    stacked_bars,
    strip_chart,
    trend_chart,
)
from app.core.charts.paretos import cumulated


def test_the_same_numbers_make_the_same_text():
    assert bar_chart("완료", ["1분기"], [3]) == bar_chart("완료", ["1분기"], [3])


def test_bars_carry_numbers_as_people_read_them():
    figure = json.loads(bar_chart("득점", ["가", "나", "다"], [Decimal("1234.50"), 0, None]))
    trace = figure["data"][0]
    assert trace["y"] == [1234.5, 0, None]
    assert trace["text"] == ["1,234.50", "0", ""]
    assert figure["layout"]["font"]["family"] == FONT
    assert figure["layout"]["title"] == {"text": "득점"}
    assert "template" not in figure["layout"]


def test_sideways_bars_keep_the_first_on_top():
    figure = json.loads(bar_chart("건수", ["가", "나"], [2, 1], sideways=True))
    assert (figure["data"][0]["orientation"], figure["data"][0]["x"]) == ("h", [2, 1])
    assert figure["layout"]["yaxis"]["autorange"] == "reversed"


def test_parts_of_a_bar_differ_by_pattern_and_lines_by_dash():
    stacked = json.loads(stacked_bars("상태", ["1월"], {"해소": [1], "미해소": [2]}))
    assert [trace["marker"]["pattern"]["shape"] for trace in stacked["data"]] == ["", "/"]
    assert stacked["layout"]["barmode"] == "stack"
    assert {trace["marker"]["pattern"]["fillmode"] for trace in stacked["data"]} == {"overlay"}, "else only the hatch"
    lines = json.loads(line_chart("추이", ["1월", "2월"], {"가": [1, None], "나": [2, 3]}))
    assert [trace["line"]["dash"] for trace in lines["data"]] == ["solid", "dash"]
    assert lines["data"][0]["y"] == [1, None]


def test_bars_side_by_side_leave_the_place_of_what_is_missing():
    figure = json.loads(grouped_bars("등급", ["S", "A"], {"부여": [2, 0], "배분": [1, None]}, sideways=True))
    assert figure["layout"]["barmode"] == "group"
    assert [(trace["x"], trace["text"]) for trace in figure["data"]] == [([2, 0], ["2", "0"]), ([1, None], ["1", ""])]


def test_a_single_bar_is_no_block():
    widths = [json.loads(bar_chart("건수", ["가"] * count, [1] * count))["data"][0].get("width") for count in (1, 2, 3)]
    assert widths == [0.25, 0.5, None]


def test_a_sideways_bar_is_as_thick_in_a_chart_of_two_as_in_one_of_twenty():
    charts = [json.loads(bar_chart("건수", ["가"] * count, [1] * count, sideways=True)) for count in (2, 20)]
    assert [chart["data"][0].get("width") for chart in charts] == [None, None]
    few, many = (chart["layout"]["height"] for chart in charts)
    assert many - few == 18 * 34


def test_a_legend_takes_no_room_from_the_bars():
    alone = json.loads(bar_chart("등급", ["S", "A"], [2, 0], sideways=True))["layout"]["height"]
    assert json.loads(stacked_bars("등급", ["S", "A"], {"부여": [2, 0]}, sideways=True))["layout"]["height"] > alone


def test_a_heat_map_leaves_out_what_is_missing_and_shows_zero():
    figure = json.loads(heat_map("가치", ["교통과", "도로과"], ["친절", "신속"], [[0, 4], [None, 1]]))
    trace = figure["data"][0]
    assert list(zip(trace["x"], trace["y"], trace["text"], strict=True)) == [
        ("친절", "교통과", "0"),
        ("신속", "교통과", "4"),
        ("신속", "도로과", "1"),
    ]
    assert trace["textfont"]["color"] == ["#1e2124", "#ffffff", "#1e2124"]


def test_a_heat_map_shows_rows_and_columns_without_numbers_too():
    figure = json.loads(
        heat_map("가치", ["교통과", "도로과"], ["친절", "신속", "능동"], [[None, 4, None], [None, 1, None]])
    )
    assert figure["layout"]["xaxis"]["range"] == [-0.5, 2.5]
    assert figure["layout"]["yaxis"]["range"] == [1.5, -0.5]


def test_an_empty_heat_map_is_still_a_figure():
    assert json.loads(heat_map("가치", [], [], []))["data"][0]["type"] == "scatter"


def test_a_funnel_is_centred():
    trace = json.loads(funnel_chart("단계", ["접수", "채택"], [10, 3]))["data"][0]
    assert (trace["x"], trace["base"]) == ([10, 3], [-5, -1.5])


@pytest.mark.parametrize(
    "figure",
    [
        bar_chart("막대", ["가", "나"], [3, Decimal("1.5")]),
        stacked_bars("쌓기", ["가"], {"하나": [1], "둘": [None]}),
        grouped_bars("나란히", ["가"], {"하나": [1], "둘": [None]}, sideways=True),
        line_chart("선", ["1월", "2월"], {"가": [1, None]}),
        trend_chart("추이", ["1월", "2월"], {"가": [1, None]}, target=[2, 2], band=([1, 1], [3, 3])),
        heat_map("지도", ["가"], ["나"], [[1]]),
        funnel_chart("깔때기", ["가", "나"], [5, 2], ["3일", ""]),
        radar_chart("거미줄", ["가", "나", "다"], {"하나": [10, None, Decimal("33.3")]}),
        pareto_chart("파레토", ["가", "나"], [3, 1]),
        strip_chart("띠", {"가": [("갑", 3), ("을", Decimal("4.5"))], "나": []}),
    ],
)
def test_every_figure_is_one_the_library_accepts(figure):
    plain = json.loads(figure)
    assert go.Figure(plain).data
    assert {trace["type"] for trace in plain["data"]} <= {"bar", "scatter"}, "the bundle draws nothing else"


def test_a_target_and_its_band_lie_behind_the_lines():
    plain = json.loads(trend_chart("추이", ["1", "2"], {"가": [1, 2]}, target=[2, 2], band=([1, 1], [3, 3])))
    assert [trace.get("fill") for trace in plain["data"]] == [None, "tonexty", None, None]
    assert plain["data"][2]["line"]["dash"] == "dash"
    assert [trace["name"] for trace in plain["data"][1:]] == ["Target band", "Target", "가"]


def test_a_radar_begins_on_top_and_goes_clockwise():
    plain = json.loads(radar_chart("거미줄", ["가", "나", "다", "라"], {"하나": [100, 50, None, 0]}))
    line = plain["data"][-1]
    assert list(zip(line["x"], line["y"], strict=True)) == [(0, 1), (0.5, 0), (None, None), (0, 0), (0, 1)]


def test_a_value_beyond_the_radar_stays_at_its_edge():
    line = json.loads(radar_chart("거미줄", ["가", "나", "다"], {"하나": [140, -3, 100]}))["data"][-1]
    assert (line["x"][0], line["y"][0], line["x"][1]) == (0, 1, 0)


def test_a_pareto_says_what_the_first_ones_make_together():
    assert cumulated([3, 2, 1]) == [Decimal("50.0"), Decimal("83.3"), Decimal("100.0")]
    assert cumulated([3, 2], 10) == [Decimal("30.0"), Decimal("50.0")]
    assert cumulated([0, 0]) == [Decimal(0), Decimal(0)]
    plain = json.loads(pareto_chart("파레토", ["가", "나"], [3, 1]))
    assert [note["text"] for note in plain["layout"]["annotations"]] == ["75.0 %", "100.0 %"]


def test_a_strip_has_a_mark_for_everybody_and_a_bar_at_the_median():
    plain = json.loads(strip_chart("띠", {"가": [("갑", 3), ("을", 5)], "나": [("병", 9)]}))
    marks = [trace for trace in plain["data"] if trace["marker"]["symbol"] != "line-ns-open"]
    bars = [trace for trace in plain["data"] if trace["marker"]["symbol"] == "line-ns-open"]
    assert [trace["x"] for trace in marks] == [[3, 5], [9]]
    assert [trace["x"] for trace in bars] == [[4], [9]]
    assert len({trace["marker"]["symbol"] for trace in marks}) == 2, "groups differ without colour"


@pytest.mark.parametrize(
    ("values", "cut"),
    [
        ([], ()),
        ([1000], ()),
        ([1, 2, 1000], ()),
        ([1, 2, 3, 9], ()),
        ([1, 2, 3, 10], (3,)),
        ([2, 2, 3, 8], ()),
        ([2, 2, 3, 1000], (3,)),
        ([0, 0, 0, 1000], ()),
        ([1000, 2, 2, 3], (0,)),
        ([5, None, 4, 6, 5, 700], (5,)),
        (list(range(1, 40)), ()),
    ],
)
def test_only_what_lies_far_beyond_the_others_is_cut(values, cut):
    assert cut_of(values).places == cut


def test_a_cut_bar_keeps_its_number_and_the_sentence_names_it():
    labels, values = ["가", "나", "다", "라"], [2, 2, 3, 1000]
    plain = json.loads(bar_chart("건수", labels, values, sideways=True))
    assert plain["data"][0]["text"] == ["2", "2", "3", "≫ 1,000"]
    assert max(plain["data"][0]["x"]) < 10
    assert plain["layout"]["xaxis"]["range"][1] < 10
    assert str(cut_sentence(labels, values)).endswith("not in the table: 라 (1,000).")
    assert cut_sentence(labels, [2, 2, 3, 4]) is None


def test_a_cut_axis_still_shows_what_lies_below_zero():
    figure = json.loads(bar_chart("증감", ["가", "나", "다", "라", "마"], [2, -3, 4, 3, 1000]))
    low, high = figure["layout"]["yaxis"]["range"]
    assert low < -3
    assert 4 < high < 1000


def test_a_radar_keeps_its_size_when_its_place_changes():
    # Plotly would widen the ranges with every new width, and the radar would shrink to a point.
    layout = json.loads(radar_chart("거미줄", ["가", "나", "다"], {"하나": [1, 2, 3]}))["layout"]
    assert layout["xaxis"]["constrain"] == layout["yaxis"]["constrain"] == "domain"
