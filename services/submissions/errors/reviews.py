"""Problems of review."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class FourEyes(Problem):
    """Nobody reviews what they or their own unit filed."""

    status, code = 403, "four-eyes"
    title = Words("不能审核本人或本单位的填报单", "Nobody reviews their own")
    detail = Words(
        "填报人及其所在单位不得审核该单，请由其他人员审核", "Whoever filed it, or is of the unit that filed it, cannot review it; another person must"
    )
