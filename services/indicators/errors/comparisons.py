"""Problems of comparisons: what is compared must be said once, be there, and be of a size that one answer holds."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class UnclearScope(Problem):
    """Regions named both one by one and by the region or level they belong to."""

    status, code = 422, "unclear-scope"
    title = Words("比较范围不明确", "What to compare is not clear")
    detail = Words(
        "请用 within、level 指定上级地区与层级，或用 region_id 逐个列出地区，二者取一",
        "Name the region they lie in and their level (within, level), or each of them (region_id): one of the two",
    )


class TooMuchAtOnce(Problem):
    """More regions, indicators or series than one answer holds."""

    status, code = 422, "too-much-at-once"
    title = Words("一次查询的内容过多", "That is too much at once")
    detail = Words("共 {count} {what_zh}，一次最多 {most}；请缩小范围或分次查询", "{count} {what}, at most {most} at once; ask for less, or in parts")
