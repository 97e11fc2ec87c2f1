"""Targets in running text, and what looks like one and is none. The texts are made up."""

import pytest

from shared.rules.targets import facts_of, find_targets


def found(text: str, since: int | None = None) -> list[str]:
    """``year indicator kind comparator value unit`` of each numeric target."""
    lines = []
    for one in find_targets(text, since=since):
        for fact in facts_of(one.parsed):
            value = None if fact.value is None else format(fact.value, "f") + (f"..{fact.value_high}" if fact.value_high is not None else "")
            if value is not None:
                lines.append(f"{one.year} {one.indicator} {fact.kind} {fact.comparator} {value} {fact.unit}")
    return lines


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        (
            "新建健身步道60公里、社区运动场28片，配备急救设备40台。人均每日食盐摄入量低于6克。",
            [
                "None 新建健身步道 count = 60 公里",
                "None 社区运动场 count = 28 片",
                "None 配备急救设备 count = 40 台",
                "None 人均每日食盐摄入量 threshold < 6 克",
            ],
        ),
        (
            "到2025年，15岁以上人群吸烟率低于23%，到2030年低于20%；无烟单位比例分别达到70%和90%以上。",
            [
                "2025 15岁以上人群吸烟率 threshold < 23 %",
                "2030 15岁以上人群吸烟率 threshold < 20 %",
                "2025 无烟单位比例 threshold >= 70 %",
                "2030 无烟单位比例 threshold >= 90 %",
            ],
        ),
        (
            "食品安全抽检量达到每千人五批次，每万人拥有社会体育指导员二十五名，臭氧污染天数减少两成。",
            [
                "None 食品安全抽检量 threshold >= 5 批次/千人",
                "None 每万人拥有社会体育指导员 threshold = 25 名",
                "None 臭氧污染天数 relative = 20 %",
            ],
        ),
        (
            "到2030年，甲率、乙率较2025年分别提高5个百分点、4个百分点，丙率和丁率较2022年分别降低3个和2个百分点。",
            [
                "2030 甲率 relative = 5 个百分点",
                "2030 乙率 relative = 4 个百分点",
                "2030 丙率 relative = 3 个百分点",
                "2030 丁率 relative = 2 个百分点",
            ],
        ),
        (
            "30—70岁人群因心脑血管疾病、癌症和糖尿病导致的过早死亡率较2015年下降25%，高血压患者规范管理率、糖尿病患者规范管理率双双突破75%。",
            [
                "None 30—70岁人群因心脑血管疾病、癌症和糖尿病导致的过早死亡率 relative = 25 %",
                "None 高血压患者规范管理率 threshold > 75 %",
                "None 糖尿病患者规范管理率 threshold > 75 %",
            ],
        ),
        (
            "宫颈癌筛查8000人、乳腺癌筛查7000人，覆盖居民5万人次，新增公共场所AED 30台，健康服务业增加值占地区生产总值比重达到8%左右。",
            [
                "None 宫颈癌筛查 count = 8000 人",
                "None 乳腺癌筛查 count = 7000 人",
                "None 覆盖居民 count = 5 万人次",
                "None 新增公共场所AED count = 30 台",
                "None 健康服务业增加值占地区生产总值比重 threshold ~ 8 %",
            ],
        ),
        (
            "到2025年，90%以上的村卫生室能够提供4类以上中医药适宜技术，能提供6类以上技术的卫生院比例达到100%，县域内就诊率巩固在90%以上。",
            [
                "2025 村卫生室提供4类以上中医药适宜技术的比例 threshold >= 90 %",
                "2025 村卫生室提供4类以上中医药适宜技术的比例 threshold >= 4 类",
                "2025 能提供6类以上技术的卫生院比例 threshold >= 100 %",
                "2025 县域内就诊率 threshold >= 90 %",
            ],
        ),
        ("每年举办全民健身运动会1次，在3—6岁儿童中开展食育启蒙，严格落实国家标准。", []),
        ("各学校每学期至少开展1次视力筛查，65岁至74岁老年人失能发生率有所下降。", []),
        (
            "到2025年，居民健康素养水平达到40%以上，经常参加体育锻炼人数比例达到45%；每千人口拥有注册护士4.1人。",
            [
                "2025 居民健康素养水平 threshold >= 40 %",
                "2025 经常参加体育锻炼人数比例 threshold >= 45 %",
                "2025 每千人口拥有注册护士 threshold = 4.1 人",
            ],
        ),
        (
            "2022年和2030年，孕产妇死亡率分别下降到9/10万及以下和7/10万及以下，婴儿死亡率不高于4‰。",
            [
                "2022 孕产妇死亡率 threshold <= 9 /10万",
                "2030 孕产妇死亡率 threshold <= 7 /10万",
                "2022 婴儿死亡率 threshold <= 4 ‰",
                "2030 婴儿死亡率 threshold <= 4 ‰",
            ],
        ),
        (
            "到二〇二五年，居民吸烟率控制在百分之二十以内，乳腺癌筛查率八成五以上。",
            ["2025 居民吸烟率 threshold <= 20 %", "2025 乳腺癌筛查率 threshold >= 85 %"],
        ),
        (
            "到2O25年，免疫规划疫苗接种率达到9O%以上，家庭医生签约覆盖率l00%。",
            ["2025 免疫规划疫苗接种率 threshold >= 90 %", "2025 家庭医生签约覆盖率 threshold = 100 %"],
        ),
        (
            "第一阶段（2023年），新建社区卫生服务站12家；第二阶段（2024-2025年），新建20家。",
            ["2023 新建社区卫生服务站 count = 12 家", "2025 新建社区卫生服务站 count = 20 家"],
        ),
        (
            "力争到2027年底，15岁以上人群吸烟率较2022年下降2个百分点，健康服务业年均增长10%以上。",
            ["2027 15岁以上人群吸烟率 relative = 2 个百分点", "2027 健康服务业 relative >= 10 %"],
        ),
        (
            "高血压、糖尿病患者规范管理率分别达到65%和64%以上。",
            ["None 高血压患者规范管理率 threshold >= 65 %", "None 糖尿病患者规范管理率 threshold >= 64 %"],
        ),
        (
            "到2024年，建成健康科普基地10个、健康主题公园5个，培育健康科普讲师200名。",
            ["2024 建成健康科普基地 count = 10 个", "2024 健康主题公园 count = 5 个", "2024 培育健康科普讲师 count = 200 名"],
        ),
        (
            "到2025年，实现以下目标：\n——健康水平提升。婴儿死亡率控制在5‰以下。\n——健康环境改善。细颗粒物（PM2.5）年均浓度低于28微克/立方米。\n三、保障\n参保率达到99%。",
            [
                "2025 婴儿死亡率 threshold <= 5 ‰",
                "2025 细颗粒物（PM2.5）年均浓度 threshold < 28 微克/立方米",
                "None 参保率 threshold >= 99 %",
            ],
        ),
        (
            "肺结核报告发病率降至35/10万以下，死亡率维持在较低水平（＜3/10万）。",
            ["None 肺结核报告发病率 threshold <= 35 /10万", "None 肺结核报告死亡率 threshold < 3 /10万"],
        ),
        (
            "推广三减三健.到2027年,营养指导员不少于一百二十名,培育健康家庭两万户.人均体育场地面积达到三点二平方米.",
            ["2027 营养指导员 count >= 120 名", "2027 培育健康家庭 count = 2 万户", "2027 人均体育场地面积 threshold >= 3.2 平方米"],
        ),
        (
            "（2）为65岁以上老年人提供免费体检，孕产妇死亡率控制在8/lO万以下，无烟机关建成率达到lOO%。",
            ["None 孕产妇死亡率 threshold <= 8 /10万", "None 无烟机关建成率 threshold >= 100 %"],
        ),
        (
            "到2025年，每年新建健康社区8个，卫生乡镇占比由62%提高到80%。",
            ["2025 每年新建健康社区 count = 8 个", "2025 卫生乡镇占比 threshold >= 80 %"],
        ),
        (
            "推进创建。到2025年，甲率达到30%。乙率达到40%。加强宣传。丙率达到50%。",
            ["2025 甲率 threshold >= 30 %", "2025 乙率 threshold >= 40 %", "None 丙率 threshold >= 50 %"],
        ),
    ],
)
def test_targets_are_found_with_their_indicator_and_year(text: str, targets: list[str]) -> None:
    assert found(text) == targets


@pytest.mark.parametrize(
    "text",
    [
        "加强对65岁以上老年人和3-6岁儿童的健康管理，为孕产妇提供5次免费检查。",
        "打造15分钟健身圈，建设10公里绿道，开通12320热线。",
        "每年5月10日前报送上一年度数据，每季度召开1次例会。",
        "根据第3条规定，依据《健康中国2030规划纲要》，咨询电话0571-87654321。",
        "推进26项专项行动，落实“五个一”工程，深化“5G+医疗”应用。",
        "居民健康素养水平从2015年的16.95%提高到2020年的31.5%。",
        "总投资3.5亿元，总建筑面积2万平方米。",
        "对符合条件的给予10%的补助，奖励5000元。",
        "宫颈癌筛查的阳性病例应在7个工作日内随访。",
        "完善二级以上综合医院老年医学科，培育一批示范单位。",
        "目前，全市拥有三级医院5家。",
        "截至2020年底，人均预期寿命达到82.3岁。",
    ],
)
def test_numbers_that_are_no_targets_are_left(text: str) -> None:
    assert found(text) == []


def test_what_an_earlier_year_reached_is_no_target_of_the_plan() -> None:
    text = "2020年，居民健康素养水平达到32%，建成社区医院8家。到2025年，居民健康素养水平达到40%。"
    assert found(text, since=2021) == ["2025 居民健康素养水平 threshold >= 40 %"]


def test_a_target_cites_its_phrase_where_it_stands() -> None:
    text = "一、目标\n到 2025 年，居民健康素养 水平达到 40%以上，力争更好。"
    [one] = find_targets(text)
    assert text[one.start : one.end] == "居民健康素养 水平达到 40%以上"
    assert one.text == "居民健康素养水平达到40%以上"
    assert (one.indicator, one.year) == ("居民健康素养水平", 2025)


def test_years_given_from_before_hold_until_the_text_names_its_own() -> None:
    assert [one.year for one in find_targets("甲率达到30%，到2030年，乙率达到40%。", years=(2025,))] == [2025, 2030]


def test_what_an_earlier_year_reached_ends_where_a_list_begins() -> None:
    text = "2023年末全区60岁以上老年人11.6万人，占比24.8%。（1）建设安宁疗护病区2个；（2）老年人健康管理率达到78%。"
    assert found(text, since=2024) == ["None 建设安宁疗护病区 count = 2 个", "None 老年人健康管理率 threshold >= 78 %"]


def test_a_number_inside_what_shall_not_happen_is_part_of_its_name() -> None:
    (one,) = find_targets("到2025年，一次死亡3人以上交通事故零发生。")
    assert (one.year, one.indicator, one.parsed.expression.kind) == (2025, "一次死亡3人以上交通事故", "state")


def test_a_wide_dot_numbers_an_item() -> None:
    assert found("3．15岁以上人群吸烟率：≤22.5%") == ["None 15岁以上人群吸烟率 threshold <= 22.5 %"]
    assert found("３．５％以上的居民参加体检，参检率不低于３．５％")[-1] == "None 参检率 threshold >= 3.5 %"
