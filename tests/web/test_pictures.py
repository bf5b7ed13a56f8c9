"""Pictures are true, lie inside their frame, and say the same to those who cannot see them."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from markupsafe import escape

from firstaid.app.styleguide_pictures import pictures
from firstaid.core.words import language
from firstaid.web.pictures.bars import Part, bars, stacked_bars
from firstaid.web.pictures.dot_plot import Share, dot_plot, wilson
from firstaid.web.pictures.heat_map import COLUMN, HEIGHT, calendar
from firstaid.web.pictures.sparkline import sparkline
from firstaid.web.templates import environment

PARTS = [Part("Valid", "good"), Part("Runs out", "warn"), Part("Without", "plain")]
amounts = some.floats(0, 1e9, allow_nan=False)
counts = some.integers(0, 10**9)
rounding = pytest.approx
patient = settings(deadline=None)  # a busy machine may be slow


def drawn(macro, drawing, **words):
    page = f'{{% from "components/{macro}.html" import {macro} %}}{{{{ {macro}(drawing, **words) }}}}'
    given_words = {"caption": "Name", "says": "The point."} | words
    return environment().from_string(page).render(drawing=drawing, words=given_words)


@pytest.fixture(autouse=True)
def _in_english():
    before = language.set("en")
    yield
    language.reset(before)


# bars


@pytest.mark.parametrize(
    ("values", "most", "widths"),
    [
        ([], None, []),
        ([0, 0], None, [0, 0]),
        ([7], None, [100]),
        ([50, 100], None, [50, 100]),
        ([50], 200, [25]),
        ([300], 200, [100]),
        ([1_000_000, 1, 0], None, [100, 1, 0]),
    ],
)
def test_a_bar_is_as_long_as_its_value_and_what_is_not_nothing_stays_visible(values, most, widths):
    assert [row.width for row in bars([("", value) for value in values], most=most).rows] == widths


@patient
@given(some.lists(amounts, max_size=8))
def test_bars_keep_the_order_of_their_values_and_stay_in_the_frame(values):
    widths = [row.width for row in bars([("", value) for value in values]).rows]
    assert all(0 <= width <= 100 for width in widths)
    ordered = [width for _, width in sorted(zip(values, widths, strict=True))]
    assert ordered == sorted(ordered)


def test_a_row_below_the_mark_looks_different_from_one_that_reaches_it():
    drawing = bars([("CPR", 80), ("AED", 79)], most=100, unit="%", mark=("Pass mark 80%", 80))
    assert [row.kind for row in drawing.rows] == ["good", "warn"]
    assert drawing.mark.x == 80
    page = drawn("bars", drawing, heads=["Topic", "Right"])
    assert "Pass mark 80%" in page
    assert page.count("stroke-dasharray") == 1


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0"), (12, "12"), (1234567, "1,234,567"), (12.345, "12.3"), (1e6, "1,000,000"), (80.0, "80")],
)
def test_a_number_is_written_as_people_read_it(value, words):
    assert bars([("", value)]).rows[0].words == words


# stacked bars


@patient
@given(some.lists(some.tuples(counts, counts, counts), max_size=6))
def test_the_parts_of_a_row_join_without_gap_and_make_up_the_whole(rows):
    for row in stacked_bars(PARTS, [("", values) for values in rows]).rows:
        end = 0.0
        for one in row.segments:
            assert one.x == rounding(end)
            end = one.x + one.width
            assert (one.width > 0) == (one.value > 0)
        assert end == rounding(100 if row.total else 0)


def test_a_row_of_nothing_says_nought_and_one_of_many_parts_shows_the_smallest():
    nothing, uneven = stacked_bars(PARTS, [("", (0, 0, 0)), ("", (1, 0, 9999))]).rows
    assert [one.width for one in nothing.segments] == [0, 0, 0]
    assert uneven.segments[0].width > 0.9


def test_a_row_with_too_few_values_is_a_mistake():
    with pytest.raises(ValueError, match="shorter"):
        stacked_bars(PARTS, [("", (1, 2))])


def test_no_two_parts_look_alike_without_colour():
    textures = environment().get_template("components/texture.html").module.texture
    looks = [re.sub(r'class="[^"]+"', "", textures(kind)) for kind in ("main", "warn", "bad", "now", "plain")]
    assert len(set(looks)) == len(looks)


# sparkline


@patient
@given(some.lists(amounts, max_size=40))
def test_a_line_stays_in_its_frame_and_goes_from_left_to_right(values):
    points = sparkline([("", value) for value in values]).points
    assert all(0 < point.x < 100 and 0 < point.y < 100 for point in points)
    places = [point.x for point in points]
    assert places == sorted(set(places))


def test_the_foot_of_a_line_is_nought():
    low, high = sparkline([("a", 99), ("b", 100)]).points
    assert low.y - high.y < 1
    assert [point.y for point in sparkline([("a", 0), ("b", 5)]).points] == [90, 10]
    flat = sparkline([("a", 0), ("b", 0)])
    assert {point.y for point in flat.points} == {90}
    assert flat.path == "M2.00 90.00L98.00 90.00"


def test_one_point_stands_in_the_middle_and_none_is_no_line():
    assert sparkline([("Nov", 3)]).points[0].x == 50
    assert sparkline([]).path == ""
    assert sparkline([]).highest is None


# heat map


@patient
@given(some.dictionaries(some.dates(date(2027, 1, 1), date(2028, 12, 31)), some.integers(1, 10**6), max_size=40))
def test_every_day_of_the_calendar_has_its_place_and_no_number_is_lost(counted):
    drawing = calendar(counted, date(2027, 1, 15), months=24)
    assert sum(row.total for row in drawing.rows) == sum(counted.values())
    assert len(drawing.cells) == len(counted)
    for row in drawing.rows:
        for cell in row.cells:
            assert 0 <= cell.x < row.columns * COLUMN <= drawing.columns * COLUMN
            assert cell.y + cell.height == HEIGHT
            assert 1 <= cell.level <= 4


def test_the_more_the_fuller():
    days = {date(2026, 11, day): value for day, value in ((1, 1), (2, 25), (3, 50), (4, 75), (5, 100))}
    (row,) = calendar(days, date(2026, 11, 1), months=1).rows
    assert [cell.level for cell in row.cells] == [1, 1, 2, 3, 4]
    heights = [cell.height for cell in row.cells]
    assert heights == sorted(heights)


@pytest.mark.parametrize(
    ("words", "names"),
    [("en", ["Nov 2027", "Dec", "Jan 2028", "Feb"]), ("zh-CN", ["2027年11月", "12月", "2028年1月", "2月"])],
)
def test_months_are_named_with_the_year_where_it_begins_and_are_as_long_as_they_are(words, names):
    language.set(words)
    rows = calendar({}, date(2027, 11, 30), months=4).rows
    assert [row.label for row in rows] == names
    assert [row.columns for row in rows] == [30, 31, 31, 29]


@pytest.mark.parametrize(
    ("most", "words"),
    [
        (1, ["1"]),
        (3, ["1", "2", "3"]),
        (8, ["1–2", "3–4", "5–6", "7–8"]),
        (5000, ["1–1,250", "1,251–2,500", "2,501–3,750", "3,751–5,000"]),
    ],
)
def test_the_key_tells_which_numbers_look_like_what(most, words):
    drawing = calendar({date(2026, 11, 1): most}, date(2026, 11, 1))
    assert [level.words for level in drawing.levels] == words
    assert drawing.rows[0].cells[0].level == 4


@patient
@given(some.integers(1, 200), some.integers(1, 200))
def test_a_value_looks_as_the_key_says(value, most):
    days = {date(2026, 11, 1): min(value, most), date(2026, 11, 2): most}
    drawing = calendar(days, date(2026, 11, 1), months=1)
    cell = drawing.rows[0].cells[0]
    (level,) = [one for one in drawing.levels if one.level == cell.level]
    low, _, high = level.words.partition("–")
    assert int(low) <= cell.value <= int(high or low)
    assert level.y == cell.y


# dot plot


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662), (0, 0, 0, 1)],
)
def test_wilsons_interval_is_the_published_one(hits, of, low, high):
    """81 of 263: Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3."""
    assert wilson(hits, of) == (rounding(low, abs=1e-4), rounding(high, abs=1e-4))


@patient
@given(some.integers(1, 10**6).flatmap(lambda of: some.tuples(some.integers(0, of), some.just(of))))
def test_an_interval_holds_its_share_and_lies_between_none_and_all(asked):
    hits, of = asked
    low, high = wilson(hits, of)
    assert 0 <= low <= high <= 1
    assert low - 1e-9 <= hits / of <= high + 1e-9
    (row,) = dot_plot([Share("", hits, of)]).rows
    assert 0 < row.low <= row.x + 1e-6
    assert row.x <= row.high + 1e-6 < 100


@patient
@given(some.integers(0, 50), some.integers(1, 50))
def test_more_answers_make_the_interval_shorter(hits, more):
    of = 50
    few, many = wilson(hits, of), wilson(hits * (more + 1), of * (more + 1))
    assert many[1] - many[0] < few[1] - few[0]


def test_a_question_never_asked_has_no_dot_and_a_given_interval_is_kept():
    asked, never = dot_plot([Share("a", 1, 2, (0.4, 0.6)), Share("b", 0, 0)], mark=("Pass mark", 0.8)).rows
    assert (asked.low, asked.high, asked.between) == (rounding(40.4), rounding(59.6), "40%–60%")
    assert (never.x, never.words, never.between) == (None, "—", "—")


# as pages


@pytest.mark.parametrize("words", ["en", "zh-CN"])
def test_every_sample_has_a_name_and_its_numbers_as_a_table_or_says_that_there_are_none(words):
    language.set(words)
    macro = environment().get_template("styleguide/_pictures.html").module.pictures
    for one in pictures():
        page = str(macro([one]))
        assert f"<figcaption><b>{escape(one.caption)}</b></figcaption>" in page
        if not one.drawing.cells:
            assert 'role="img"' not in page
            continue
        assert f'role="img" aria-label="{escape(one.says)}"' in page
        assert one.says
        for row in one.drawing.cells:
            assert f'<th scope="row">{escape(row[0])}</th>' in page
            assert all(f">{escape(cell)}</td>" in page for cell in row[1:])
            assert page.count('<th scope="col">') == len(row)


def test_every_place_that_is_written_lies_inside_the_frame():
    macro = environment().get_template("styleguide/_pictures.html").module.pictures
    page = str(macro(pictures()))
    places = [float(one) for one in re.findall(r'\b(?:x|x1|x2|y|y1|y2|cx|cy|width|height)="([\d.]+)%"', page)]
    assert len(places) > 100
    assert all(0 <= one <= 100 for one in places)
    for x, width in re.findall(r'<svg class="picture--\w+" x="([\d.]+)%?" width="([\d.]+)%"', page):
        assert float(x) + float(width) <= 100.02


@pytest.mark.parametrize(
    ("macro", "drawing", "words"),
    [
        ("bars", bars([("<i>&\"'", 1)], mark=("<i>&\"'", 1)), {"heads": ["<i>", "<i>"]}),
        ("stacked_bars", stacked_bars([Part("<i>&\"'", "good")], [("<i>&\"'", (1,))]), {"head": "<i>"}),
        ("sparkline", sparkline([("<i>&\"'", 1), ("<i>", 2)]), {"heads": ["<i>", "<i>"]}),
        ("heat_map", calendar({date(2026, 11, 1): 1}, date(2026, 11, 1)), {"heads": ["<i>", "<i>"]}),
        ("dot_plot", dot_plot([Share("<i>&\"'", 1, 2)], mark=("<i>", 0.5)), {"head": "<i>"}),
    ],
    ids=["bars", "stacked_bars", "sparkline", "heat_map", "dot_plot"],
)
def test_a_label_cannot_become_markup(macro, drawing, words):
    mark = '"><script>alert(1)</script>'
    page = drawn(macro, drawing, caption=mark, says=mark, **words)
    assert "<script>" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 4
    assert "<i>" not in page
    assert "style=" not in page
