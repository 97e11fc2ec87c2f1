"""Word documents: what stands on paper becomes lines, automatic numbers written out."""

import io

import pytest
from docx import Document

from services.plans.rules.reading.sources import open_document
from services.plans.rules.reading.sources.docx.numerals import written
from services.plans.rules.reading.text import SourceText
from tests.factories.files import cell, docx, numbered, p, table

STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def level(number: int, number_format: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def listed(*levels: str, more: str = "", override: str = "") -> str:
    lists = f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>{override}</w:num>'
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{more}{lists}'


HEADINGS = listed(level(0, "chineseCountingThousand", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3."))


def lines(data: bytes) -> list[str]:
    return [line.text for line in open_document(data).lines]


def pages(source: SourceText) -> list[tuple[str, int]]:
    return [(line.text, line.page) for line in source.lines]


def test_automatic_numbers_are_written_out() -> None:
    body = (
        numbered("总体要求")
        + numbered("目标", 1)
        + numbered("甲", 2)
        + numbered("乙", 2)
        + numbered("任务", 1)
        + numbered("丙", 2)
        + numbered("附则")
    )
    assert lines(docx(body, numbering=HEADINGS)) == ["一、总体要求", "（一）目标", "1.甲", "2.乙", "（二）任务", "1.丙", "二、附则"]


def test_a_list_goes_on_in_another_of_the_same_kind_unless_it_says_where_to_start() -> None:
    body = numbered("甲") + numbered("乙", list_id=2) + numbered("丙", list_id=2)
    assert lines(docx(body, numbering=HEADINGS)) == ["一、甲", "二、乙", "三、丙"]
    anew = listed(level(0, "decimal", "%1."), override='<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>')
    assert lines(docx(body, numbering=anew)) == ["1.甲", "5.乙", "6.丙"]


def test_numbers_of_several_levels_in_figures_and_gaps() -> None:
    levels = listed(level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", "<w:isLgl/>"), level(2, "bullet", "\uf0b7"))
    body = numbered("总则") + numbered("目标", 1) + numbered("要点", 2) + numbered("任务", 1)
    assert lines(docx(body, numbering=levels)) == ["第一章 总则", "1.1 目标", "要点", "1.2 任务"]


def test_a_level_that_does_not_start_over_counts_on() -> None:
    levels = listed(level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>'))
    body = numbered("甲") + numbered("子", 1) + numbered("乙") + numbered("丑", 1)
    assert lines(docx(body, numbering=levels)) == ["一、甲", "1.子", "二、乙", "2.丑"]


def test_a_heading_may_be_numbered_by_its_style_alone() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="base"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="head"><w:basedOn w:val="base"/></w:style>'
    )
    own = (
        p("甲", '<w:pStyle w:val="head"/>')
        + p("乙", '<w:pStyle w:val="head"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + p("丙", '<w:pStyle w:val="head"/>')
    )
    assert lines(docx(own, numbering=HEADINGS, styles=styles)) == ["（一）甲", "乙", "（二）丙"]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1, "chineseCounting", "一"), (10, "chineseCountingThousand", "十"), (11, "japaneseCounting", "十一"), (20, "chineseCounting", "二十"),
        (105, "chineseCountingThousand", "一百零五"), (110, "chineseCounting", "一百一十"), (1001, "chineseCounting", "一千零一"),
        (12, "ideographDigital", "一二"), (3, "decimalEnclosedCircleChinese", "③"), (2, "decimalFullWidth", "２"), (7, "decimalZero", "07"),
        (3, "chineseLegalSimplified", "叁"), (2, "ideographTraditional", "乙"), (28, "lowerLetter", "bb"), (14, "upperRoman", "XIV"),
        (9, "lowerRoman", "ix"), (5, "none", ""), (4, "nobody-knows", "4"), (0, "chineseCounting", "0"), (21, "decimalEnclosedCircle", "21"),
    ],
)  # fmt: skip
def test_number_formats(value: int, number_format: str, text: str) -> None:
    assert written(value, number_format) == text


def test_rows_are_lines_and_merged_cells_stand_in_every_row() -> None:
    start, on, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    rows = [
        [cell("行动", properties=start), cell("指标", properties=start), cell("目标值", properties=wide)],
        [cell("", properties=on), cell("", properties=on), "2022年", "2030年"],
        [cell("健康知识普及", "行动", properties=start), "素养水平", "32", "40"],
        [cell("", properties=on), "知晓率", "——", "95"],
        ["", "", "", ""],
    ]
    assert lines(docx(p("附表") + table(*rows))) == [
        "附表", "行动\t指标\t目标值\t", "行动\t指标\t2022年\t2030年", "健康知识普及 行动\t素养水平\t32\t40", "健康知识普及 行动\t知晓率\t——\t95",
    ]  # fmt: skip


def test_a_box_of_one_column_keeps_its_lines_and_its_inner_table() -> None:
    inner = "<w:tc><w:tcPr/>" + p("专栏1 重点项目") + p("1.甲项目") + table(["名称", "数量"], ["站点", "12"]) + p() + "</w:tc>"
    assert lines(docx(table([inner]))) == ["专栏1 重点项目", "1.甲项目", "名称\t数量", "站点\t12", ""]


def test_insertions_are_kept_and_deletions_dropped() -> None:
    changed = "<w:ins><w:r><w:t>四十</w:t></w:r></w:ins><w:del><w:r><w:delText>三十</w:delText></w:r></w:del><w:r><w:t>以上</w:t></w:r>"
    moved = "<w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新处</w:t></w:r></w:moveTo>"
    joined = p("前半", "<w:rPr><w:del/></w:rPr>") + p("后半")
    gone = "<w:tbl><w:tr><w:trPr><w:del/></w:trPr>" + cell("删") + cell("行") + "</w:tr><w:tr>" + cell("留") + cell("行") + "</w:tr></w:tbl>"
    assert lines(docx(p("百分之", more=changed) + p(more=moved) + joined + gone)) == ["百分之四十以上", "新处", "前半后半", "留\t行"]


def test_signs_breaks_fields_and_hidden_text() -> None:
    runs = (
        '<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>40</w:t><w:br/><w:t>次行</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r>'
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>"
        '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
    )
    assert lines(docx(p("比例", more=runs))) == ["比例≥40", "次行链接x+1□"]


def test_text_boxes_come_once_after_their_paragraph() -> None:
    inside = f"<w:txbxContent>{p('框内')}{table(['甲', '乙'])}</w:txbxContent>"
    drawn = (
        f"<w:r><mc:AlternateContent><mc:Choice>{inside}</mc:Choice><mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    old = f"<w:r><w:pict><v:textbox>{inside.replace('框内', '旧框')}</v:textbox></w:pict></w:r>"
    assert lines(docx(p("段落", more=drawn) + p("下段", more=old))) == ["段落", "框内", "甲\t乙", "下段", "旧框", "甲\t乙"]


def test_footnotes_follow_the_text_and_headers_are_no_part_of_it() -> None:
    noted = p("素养水平", more='<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>达到40%</w:t></w:r>')
    notes = f'<w:footnote w:id="0">{p("分隔")}</w:footnote><w:footnote w:id="2">{p("不含学生")}</w:footnote>'
    assert lines(docx(noted, footnotes=notes, header1=p("页眉"))) == ["素养水平达到40%", "［1］不含学生"]


def test_pages_are_those_that_word_last_showed() -> None:
    body = (
        p("一")
        + p("二", more="<w:r><w:lastRenderedPageBreak/><w:t>接上页</w:t></w:r>")
        + p("三")
        + p(more='<w:r><w:br w:type="page"/></w:r>')
        + p("四")
    )
    assert pages(open_document(docx(body))) == [("一", 1), ("二接上页", 1), ("三", 2), ("", 2), ("", 2), ("四", 2)]


def test_without_them_pages_are_those_that_were_typed() -> None:
    body = p("一", more='<w:r><w:br w:type="page"/></w:r>') + p("二") + p("三", "<w:pageBreakBefore/>") + p("四", "<w:sectPr/>") + p("五")
    source = open_document(docx(body))
    assert [place for place in pages(source) if place[0]] == [("一", 1), ("二", 2), ("三", 3), ("四", 3), ("五", 4)]


def test_documents_saved_as_strict_read_the_same() -> None:
    plain, strict = docx(numbered("甲"), numbering=HEADINGS), {}
    import zipfile

    with zipfile.ZipFile(io.BytesIO(plain)) as package:
        strict = {name: package.read(name).replace(TRANSITIONAL.encode(), STRICT.encode()) for name in package.namelist()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in strict.items():
            package.writestr(name, content)
    assert lines(made.getvalue()) == lines(plain) == ["一、甲"]


def test_a_document_of_an_ordinary_writer() -> None:
    written_by = Document()
    written_by.add_heading("健康甲县行动", level=1)
    written_by.add_paragraph("第一项", style="List Number")
    written_by.add_paragraph("第二项", style="List Number")
    grid = written_by.add_table(rows=2, cols=2)
    for place, text in zip((grid.cell(r, c) for r in range(2) for c in range(2)), ("指标", "目标", "近视率", "38"), strict=True):
        place.text = text
    made = io.BytesIO()
    written_by.save(made)
    assert lines(made.getvalue()) == ["健康甲县行动", "1.第一项", "2.第二项", "指标\t目标", "近视率\t38"]


def test_deep_tables_within_tables_are_read_or_refused_but_never_crash() -> None:
    inner = p("底")
    for _ in range(40):
        inner = f"<w:tbl><w:tr><w:tc>{inner}{p()}</w:tc></w:tr></w:tbl>"
    assert "底" in lines(docx(inner))
