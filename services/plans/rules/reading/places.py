"""Which region a document is for: named by its issuing body or its title, its level and the region above it as far as the text says."""

import re
from collections import Counter
from collections.abc import Sequence

from services.plans.rules.reading.clauses import ClauseNode
from services.plans.rules.reading.paragraphs import Paragraph
from shared.schemas.plan_document import RegionLevel

_TITLES = re.compile(r"《(?P<title>[^《》]{3,80})》")
_HEALTHY = re.compile(r"健康(?P<name>[一-龥]{2,4}?)(?=(?:“|三年|建设|行动|\d|20|2030|发展|城市|专项|规划))")
_PLACE = re.compile(r"(?P<city>[一-龥]{2,4}?[市州盟])?(?P<own>[一-龥]{2,6}?(?:新区|自治县|[区县旗]))(?=人民政府|委|政府|卫|健康|爱)")
_CITY = re.compile(r"(?P<own>(?:(?![市委府])[一-龥]){2,4}市)(?=人民政府|委|政府|卫|健康|爱|公共|国民)")
_ABOVE = re.compile(r"(?P<name>[一-龥]{2,4}?(?:市|省))(?=人民政府|委|健康|关于|公共|国民|推进|行动)")
_PROVINCES = (
    "河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆"
)
# Only a prefecture has 各县（市、区） below it.
_COUNTIES_BELOW = re.compile(r"各县[（(]?市|各区、?县|县[（(]市、区[)）]|各县区|区[、，]?县[（(]市[)）]")
_NO_CITY = {
    *_PROVINCES.split("|"),
    *("中国", "城市", "家庭", "社区", "乡村", "细胞", "城镇", "企业", "学校", "优先", "影响", "教育", "促进", "服务", "产业"),
}


def region_of(root: ClauseNode, title: str, issuer: str | None, preamble: Sequence[Paragraph]) -> tuple[str | None, RegionLevel, str | None]:
    """The region a plan is for, its level, and the region above it as far as the text says.

    The issuing body or the title names it; 健康钱塘 alone takes 区, 市 or 县 from how the plan writes its units (区教育局).
    """
    above = [
        found["name"]
        for paragraph in preamble
        for found in _ABOVE.finditer(re.sub(r"(?:^|(?<=\|))健康", "", _without_party("|".join(_TITLES.findall(paragraph.text)))))
        if "健康" not in found["name"] and not found["name"].endswith("城市")
    ]
    for text in (_without_party(issuer or ""), _without_party(title)):
        if found := _PLACE.search(text):
            in_title = _PLACE.search(title)
            city = found["city"] or (in_title["city"] if in_title else None) or next((name for name in above if name.endswith("市")), None)
            return found["own"], RegionLevel.COUNTY, city
        if found := _CITY.search(text):
            return _city(root, found["own"], preamble, above)
    found = _HEALTHY.search(title)
    if found and found["name"] not in _NO_CITY:
        # 健康甲县建设 names the county whole; 健康钱塘 leaves its kind to the names of units.
        suffix = "" if found["name"][-1] in "市区县旗" else _unit_prefix(root)
        if suffix == "市":
            return _city(root, found["name"] + "市", preamble, above)
        cities = [name for name in above if name.endswith("市")] + _cities_named_healthy(preamble, found["name"])
        return found["name"] + suffix, RegionLevel.COUNTY, cities[0] if cities else None
    return None, RegionLevel.COUNTY, None


def _without_party(text: str) -> str:
    """中共沭河县委 is the county's, whose name does not begin with 中共."""
    return text.replace("中国共产党", "").replace("中共", "")


def _cities_named_healthy(preamble: Sequence[Paragraph], own: str) -> list[str]:
    names = [found["name"] for paragraph in preamble for found in re.finditer(r"健康(?P<name>[一-龥]{2})(?=行动|20|三年|建设)", paragraph.text)]
    text = "".join(paragraph.text for paragraph in preamble)
    return [f"{name}市" for name in names if name != own and name not in _NO_CITY and f"{name}省" not in text and f"健康{name}专项" not in text]


def _city(root: ClauseNode, name: str, preamble: Sequence[Paragraph], above: Sequence[str]) -> tuple[str, RegionLevel, str | None]:
    """A city is of the county level if a higher city stands above it."""
    higher = (
        []
        if _COUNTIES_BELOW.search("".join(paragraph.text for paragraph in root.all_paragraphs()))
        else [city for city in (*above, *_cities_named_healthy(preamble, name.removesuffix("市"))) if city.endswith("市") and city != name]
    )
    if higher:
        return name, RegionLevel.COUNTY, higher[0]
    provinces = [city for city in above if city.endswith("省")]
    named = re.search(rf"(?:健康)({_PROVINCES})|({_PROVINCES})省", "".join(paragraph.text for paragraph in preamble))
    return name, RegionLevel.CITY, provinces[0] if provinces else f"{named[1] or named[2]}省" if named else None


def _unit_prefix(root: ClauseNode) -> str:
    text = "".join(paragraph.text for paragraph in root.all_paragraphs())
    text += "、" + "、".join(cell for clause in root.walk() for row in clause.rows for cell in row.texts)
    counts = Counter(re.findall(r"(?<=[、，：（])([区市县])(?=[一-龥]{2,8}(?:局|委|办|会|部))|(?<=[我全])([区市县])", text))
    counts = Counter({unit or own: count for (unit, own), count in counts.items()})
    return counts.most_common(1)[0][0] if counts else "区"
