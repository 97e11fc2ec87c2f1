"""A made-up plan as an office would write it, as text and as a Word document whose headings number themselves; and its second version."""

from tests.factories.files import docx, numbered, p

FRONT = (
    "甲县人民政府办公室关于印发健康甲县行动实施方案的通知",
    "甲政办发〔2021〕8号",
    "各乡镇人民政府，各街道办事处，县政府各部门：",
    "《健康甲县行动实施方案》已经县政府同意，现印发给你们，请认真贯彻执行。",
    "甲县人民政府办公室",
    "2021年3月10日",
    "健康甲县行动实施方案",
    "（2021—2030年）",
)
_BODY: tuple[tuple[int, str], ...] = (
    (0, "总体目标"),
    (9, "到2025年，居民健康素养水平达到36%以上；到2030年，居民健康素养水平达到40%以上。"),
    (0, "重点任务"),
    (1, "健康知识普及行动"),
    (9, "建立健康科普专家库。到2025年，经常参加体育锻炼人数比例达到45%以上。"),
    (9, "牵头单位：县卫生健康局"),
    (9, "责任单位：县教育局、县体育局"),
    (1, "控烟行动"),
    (9, "到2030年，15岁以上人群吸烟率低于20%。"),
    (9, "牵头单位：县卫生健康局"),
    (9, "责任单位：县教育局"),
    (0, "保障措施"),
    (9, "每年5月10日前，县健康办报送上年度监测数据。"),
)
_FIGURES = "一二三四五六七八九十"
_LEVEL = '<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="{text}"/></w:lvl>'
_NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{_LEVEL.format(level=0, text="%1、")}{_LEVEL.format(level=1, text="（%2）")}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def plan_text() -> str:
    """The plan as plain text."""
    lines, above, below = list(FRONT), 0, 0
    for level, text in _BODY:
        if level == 0:
            above, below = above + 1, 0
            text = f"{_FIGURES[above - 1]}、{text}"  # noqa: PLW2901 - the same line with its number
        elif level == 1:
            below += 1
            text = f"（{_FIGURES[below - 1]}）{text}"  # noqa: PLW2901 - the same line with its number
        lines.append(text)
    return "\n".join(lines) + "\n"


def plan_docx() -> bytes:
    """The same as a Word document: the numbers of its headings are automatic and stand nowhere in its text."""
    body = "".join(p(line) for line in FRONT)
    return docx(body + "".join(numbered(text, level) if level < 9 else p(text) for level, text in _BODY), numbering=_NUMBERING)


def undated_text() -> str:
    """A version without any year: its period must be decided by a person."""
    text = plan_text().replace("（2021—2030年）\n", "")
    for year in ("2021年3月10日\n", "2021", "到2025年，", "到2030年，"):
        text = text.replace(year, "")
    return text


def second_text() -> str:
    """The plan a year later: one action more before 控烟行动, a higher target, no duty to report."""
    new = "（二）心理健康促进行动\n建立社会心理服务体系。\n牵头单位：县卫生健康局\n责任单位：县教育局\n（三）控烟行动"
    changed = plan_text().replace("（二）控烟行动", new).replace("达到36%以上", "达到38%以上")
    return changed.replace("每年5月10日前，县健康办报送上年度监测数据。", "加强组织领导。")


def consultation_text() -> str:
    """The plan as units are asked about it: without a number, its title says so."""
    return plan_text().replace("甲政办发〔2021〕8号\n", "").replace("健康甲县行动实施方案\n（", "健康甲县行动实施方案（征求意见稿）\n（")
