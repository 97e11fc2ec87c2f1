"""Problems of monitoring schemes."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class RefusedScheme(Problem):
    """A scheme, or a mapping of its items, with faults; nothing was changed."""

    status, code = 422, "refused-scheme"
    title = Words("监测方案有误", "The scheme was refused")
    detail = Words("{count} 处有误，未作任何改动；请按 errors 修改后重试", "{count} faults; nothing was changed. Mend them as listed and retry")


class SchemePublished(Problem):
    """Publishing a scheme twice."""

    status, code = 409, "scheme-published"
    title = Words("监测方案已发布", "The scheme is published already")
    detail = Words("监测方案处于 {state}，不能再次发布；如需更改请修订", "The scheme is {state} and cannot be published again; edit it to change it")


class SchemeWithdrawn(Problem):
    """Changing a scheme that was withdrawn."""

    status, code = 409, "scheme-withdrawn"
    title = Words("监测方案已撤回", "The scheme was withdrawn")
    detail = Words("监测方案已撤回（{reason}）；请另行录入新的方案", "The scheme was withdrawn ({reason}); enter a new one")
