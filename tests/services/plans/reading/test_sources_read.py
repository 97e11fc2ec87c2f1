"""Text and HTML as lines with their places; PDF by position."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.rules.reading.sources import Format, check_document, open_document
from services.plans.rules.reading.text import SourceText
from tests.factories.files import column, docx, p, pdf

PLAIN = "健康甲县行动实施方案\n一、总体目标\n到2025年，居民健康素养水平达到40%以上，覆盖3.2万户。\n指标\t单位\t2025年\n"


def lines(source: SourceText) -> list[str]:
    return [line.text for line in source.lines if line.text]


def places_hold(source: SourceText) -> None:
    """Every line is found in the text where it says."""
    for line in source.lines:
        assert source.text[line.start : line.end] == line.text
        assert 1 <= line.page <= source.pages


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_text_reads_the_same_in_every_encoding_that_offices_use(encoding: str) -> None:
    source = open_document(PLAIN.encode(encoding), "计划.txt")
    assert source.text == PLAIN and source.media_type == "text/plain"
    places_hold(source)


def test_rare_characters_of_names_do_not_make_a_text_unreadable() -> None:
    text = "喆琰镕堃先生任昝岗镇卫生院院长，" + PLAIN
    assert open_document(text.encode("gb18030")).text == text


def test_line_ends_of_every_system_and_pages() -> None:
    source = open_document("一\r\n二\r三\n\f四".encode())
    assert [(line.text, line.page) for line in source.lines if line.text] == [("一", 1), ("二", 1), ("三", 1), ("四", 2)]
    assert source.pages == 2
    places_hold(source)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffd\ufeff"), min_size=1))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    source = open_document(("字" + text).encode())
    assert source.text == "字" + text
    places_hold(source)


def test_a_page_loses_its_navigation_and_keeps_its_tables() -> None:
    page = """<!DOCTYPE html><html><head><title>网站</title><style>p {}</style></head><body>
      <nav>首页</nav><div class=a><div><p>一、总体<b>要求</b><br/>第二行</p></div></div><script>var x = "假"</script>
      <p style="display: none">隐藏</p><ul><li>甲项<li>乙项</ul>
      <table><tr><th rowspan="2">指标</th><th colspan="2">目标</th></tr><tr><th>2022年</th><th>2030年</th></tr>
      <tr><td>近视率<br>（%）</td><td>50</td><td>38</td></tr></table>
      <table><tr><td><p>专栏1</p><p>一项内容</p></td></tr></table><pre>甲  乙\n丙</pre>尾<footer>版权</footer></body></html>"""
    source = open_document(page.encode("gb18030"))
    assert lines(source) == [
        "一、总体要求", "第二行", "甲项", "乙项", "指标\t目标\t", "指标\t2022年\t2030年", "近视率 （%）\t50\t38",
        "专栏1", "一项内容", "甲  乙", "丙", "尾",
    ]  # fmt: skip
    assert source.media_type == "text/html"
    places_hold(source)


def test_a_fragment_is_a_page_only_by_its_name() -> None:
    assert lines(open_document("<p>一</p>".encode())) == ["一"]
    assert lines(open_document("开头<p>一</p>".encode(), "a.html")) == ["开头", "一"]
    assert lines(open_document("开头<p>一</p>".encode(), "a.txt")) == ["开头<p>一</p>"]


def page_of(number: int, *texts: str) -> list[tuple[float, float, str]]:
    return [(200, 800, "甲县人民政府办公室文件"), *column(*texts), (280, 30, f"— {number} —")]


def test_a_pdf_reads_by_position_and_loses_its_running_lines() -> None:
    data = pdf([page_of(n, *(f"第{n}页第{m}行的内容" for m in range(4))) for n in range(1, 5)])
    source = open_document(data)
    assert [(line.text, line.page) for line in source.lines] == [(f"第{n}页第{m}行的内容", n) for n in range(1, 5) for m in range(4)]
    assert (source.pages, source.textless, source.media_type) == (4, (), "application/pdf")
    places_hold(source)


def test_the_order_of_a_pdf_is_that_of_the_eye_not_of_the_file() -> None:
    placed = column("一、总则", "二、目标", "三、任务", "四、保障")
    random.Random(7).shuffle(placed)
    assert lines(open_document(pdf([placed]))) == ["一、总则", "二、目标", "三、任务", "四、保障"]


def test_gaps_of_a_table_are_tabs_and_those_of_words_spaces() -> None:
    row = [(80.0, 500.0, "居民健康素养水平"), (250.0, 500.0, "%"), (350.0, 500.0, "40.5"), (450.0, 500.0, "Healthy City")]
    assert lines(open_document(pdf([row]))) == ["居民健康素养水平\t%\t40.5\tHealthy City"]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"左栏第{number:02}行的文字一直写到栏边" for number in range(15)]
    right = [line.replace("左", "右") for line in left]
    title = [(180.0, 800.0, "横贯两栏的很长的一个大标题在这里写着")]
    data = pdf([[*title, *column(*left, x=60), *column(*right, x=320)]])
    assert lines(open_document(data)) == [title[0][2], *left, *right]


def test_a_table_is_not_taken_for_two_columns() -> None:
    names, values = [f"指标{number:02}" for number in range(15)], [f"{number}.5" for number in range(15)]
    assert lines(open_document(pdf([[*column(*names, x=60), *column(*values, x=300)]]))) == [
        f"{name}\t{value}" for name, value in zip(names, values, strict=True)
    ]


def test_the_heading_of_a_table_that_runs_over_pages_stays_once() -> None:
    pages = [[(60.0, 780.0, "指标"), (300.0, 780.0, "目标值"), (60.0, 700.0, f"指标{n}"), (300.0, 700.0, f"{n}5.5")] for n in range(4)]
    assert lines(open_document(pdf(pages))) == ["指标\t目标值", *(f"指标{n}\t{n}5.5" for n in range(4))]


def test_a_figure_at_the_foot_of_a_page_is_no_page_number_by_itself() -> None:
    assert lines(open_document(pdf([column("目标值", "95")]))) == ["目标值", "95"]


def test_pages_of_a_pdf_without_text_are_named() -> None:
    source = open_document(pdf([column("第一页有足够多的文字可以读取到二十个字以上吧"), [], column("第三页也有文字")], picture=True))
    assert source.textless == (2,) and source.pages == 3
    assert check_document(pdf([column("文字")])) is Format.PDF


def test_the_same_bytes_give_the_same_text() -> None:
    for data in (PLAIN.encode(), docx(p("一")), pdf([page_of(1, "一", "二")])):
        assert open_document(data) == open_document(data)
