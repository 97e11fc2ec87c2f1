"""Problems of accounts and posts."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class UnknownAccount(Problem):
    """An account id in the body that nobody bears, or that is closed."""

    status, code = 422, "unknown-account"
    title = Words("帐号不存在", "Unknown account")
    detail = Words("没有编号为 {account_id} 的有效帐号", "There is no active account {account_id}")


class SeatTaken(Problem):
    """A post that somebody holds on a day of the new one."""

    status, code = 409, "seat-taken"
    title = Words("岗位已有人任职", "The seat is taken")
    detail = Words(
        "任职 {post_id}（{since} 至 {until}）与此重叠；请先结束该任职或办理交接",
        "Post {post_id} ({since} to {until}) overlaps; end it first or hand it over",
    )


class EndsBeforeBegin(Problem):
    """An end that lies before the beginning, or after an earlier end."""

    status, code = 422, "ends-before-begin"
    title = Words("结束日期有误", "The end does not fit")
    detail = Words(
        "自 {since} 起生效；结束日必须在其后，且不晚于原定结束日", "It holds from {since} on; it must end later, and not after its present end"
    )


class UnknownPosts(Problem):
    """A hand-over of posts that the account does not hold on the day."""

    status, code = 422, "unknown-posts"
    title = Words("没有可交接的任职", "No such posts to hand over")
    detail = Words("该帐号在 {on} 没有所列任职；请核对任职编号与日期", "The account does not hold these posts on {on}; check ids and day")


class BadCredentials(Problem):
    """Login and secret do not match, or the account is closed."""

    status, code = 401, "bad-credentials"
    title = Words("用户名或密码错误", "Login or secret is wrong")
    detail = Words("请检查用户名与密码；帐号停用时也会如此提示", "Check login and secret; a closed account is told the same")


class UnsupportedGrant(Problem):
    """A grant type other than password and client_credentials."""

    status, code = 400, "unsupported-grant"
    title = Words("不支持的授权方式", "Unsupported grant type")
    detail = Words("grant_type 只能是 password 或 client_credentials", "grant_type must be password or client_credentials")
