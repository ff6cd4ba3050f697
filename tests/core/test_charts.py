import json
from decimal import Decimal

from app.core.charts import FONT, bar_chart, funnel_chart, grouped_bars, heat_map, line_chart, stacked_bars


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


def test_an_empty_heat_map_is_still_a_figure():
    assert json.loads(heat_map("가치", [], [], []))["data"][0]["type"] == "scatter"


def test_a_funnel_is_centred():
    trace = json.loads(funnel_chart("단계", ["접수", "채택"], [10, 3]))["data"][0]
    assert (trace["x"], trace["base"]) == ([10, 3], [-5, -1.5])
