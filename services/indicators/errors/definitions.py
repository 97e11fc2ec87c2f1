"""Problems of definitions (口径) and of what was accepted as comparable."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class RefusedAcceptance(Problem):
    """An acceptance that could make nothing comparable."""

    status, code = 422, "refused-acceptance"
    title = Words("无需确认", "There is nothing to accept")
    detail = Words("口径 {definition}：{why_zh}；请查看指标的口径清单", "Definition {definition}: {why}; see the definitions of the indicator")


class AlreadyAccepted(Problem):
    """The comparison was accepted before."""

    status, code = 409, "already-accepted"
    title = Words("已确认可比", "It is accepted already")
    detail = Words("该口径此前已确认可比；如需更改理由，请先撤销", "This comparison was accepted before; revoke it first to give another reason")


class AlreadyRevoked(Problem):
    """The acceptance was revoked before."""

    status, code = 409, "already-revoked"
    title = Words("确认已撤销", "It is revoked already")
    detail = Words("该确认此前已撤销；如需恢复，请重新确认", "This acceptance was revoked before; accept the comparison anew if it is to stand again")
