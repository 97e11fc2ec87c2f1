"""Problems of official values."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class RefusedValues(Problem):
    """An import or assignment with faulty rows; nothing was changed."""

    status, code = 422, "refused-values"
    title = Words("部分行被拒绝", "Some rows were refused")
    detail = Words("{count} 处有误，未作任何改动；请按 errors 修改后重试", "{count} faults; nothing was changed. Mend them as listed and retry")


class AlreadyWithdrawn(Problem):
    """A withdrawal where nothing counts any more."""

    status, code = 409, "already-withdrawn"
    title = Words("监测值已全部撤回", "The value was withdrawn already")
    detail = Words("该监测值的所有版本均已撤回；如需更正请重新报送", "Every version of this value was withdrawn; bring in a new one to correct it")


class FollowsFromOthers(Problem):
    """A value by formula is not withdrawn by itself: it follows its inputs."""

    status, code = 409, "follows-from-others"
    title = Words("该值由公式得出", "The value follows from others")
    detail = Words(
        "该值由公式得出，不能单独撤回；请更正或撤回其输入值",
        "It follows from a formula; correct or withdraw its inputs",
    )
