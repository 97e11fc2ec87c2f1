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
