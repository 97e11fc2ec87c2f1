"""The problems that any route of any service can answer with."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class BrokenJson(Problem):
    """The body is not JSON."""

    status, code = 400, "broken-json"
    title = Words("请求体不是有效的 JSON", "The body is not valid JSON")
    detail = Words("请求体无法解析为 JSON：{why}", "The body cannot be parsed as JSON: {why}")


class InvalidRequest(Problem):
    """The request was read, but its fields do not fit; every fault is listed."""

    status, code = 422, "invalid-request"
    title = Words("请求内容不符合要求", "The request does not fit")
    detail = Words("共有 {count} 处需要修改，见 errors", "{count} places need a change, see errors")


class InvalidCursor(Problem):
    """A paging cursor that no list of this service made."""

    status, code = 422, "invalid-cursor"
    title = Words("分页游标无效", "The paging cursor is not valid")
    detail = Words("请使用上一页返回的 next_cursor，或去掉 cursor 从头开始", "Use next_cursor of the page before, or leave cursor out to start again")


class NotAcceptable(Problem):
    """The Accept header likes none of the forms in which the answer can be had."""

    status, code = 406, "not-acceptable"
    title = Words("不提供所要的格式", "Not to be had in that form")
    detail = Words(
        "Accept 为 {accept}，可提供：{offered}；也可用 ?format= 指定格式",
        "Accept says {accept}, offered are: {offered}; ?format= names a form as well",
    )


class NotAuthenticated(Problem):
    """No token, or one that cannot be trusted."""

    status, code = 401, "not-authenticated"
    title = Words("尚未登录或登录已失效", "Not signed in")
    detail = Words("需要有效的访问令牌：{why}", "A valid access token is needed: {why}")


class Denied(Problem):
    """Known, but not allowed; says which permission was asked and why it was refused."""

    status, code = 403, "denied"
    title = Words("没有权限", "Not allowed")
    detail = Words("权限 {permission} 被拒绝：{why}", "Permission {permission} was refused: {why}")


class NotFound(Problem):
    """Absent, or not the caller's to know."""

    status, code = 404, "not-found"
    title = Words("未找到", "Not found")
    detail = Words("没有这个{what_zh}，或您无权知晓", "There is no such {what}, or it is not yours to know")


class NoSuchRoute(Problem):
    """No operation at this address."""

    status, code = 404, "no-such-route"
    title = Words("没有这个地址", "No such address")
    detail = Words("此地址没有对应的操作，目录见 /docs", "There is no operation at this address; /docs lists them")


class MethodNotAllowed(Problem):
    """The address exists, the method does not."""

    status, code = 405, "method-not-allowed"
    title = Words("不支持此方法", "Method not allowed")
    detail = Words("此地址不支持该方法，可用方法见 Allow 头", "This address does not take the method; the Allow header lists those it does")


class KeyReused(Problem):
    """An Idempotency-Key that came before with another request."""

    status, code = 409, "idempotency-key-reused"
    title = Words("幂等键已用于另一请求", "The idempotency key was used for another request")
    detail = Words(
        "同一个 Idempotency-Key 只能用于完全相同的请求；请换一个新键", "One Idempotency-Key serves one and the same request; use a new key"
    )


class ConcurrentChange(Problem):
    """Somebody else changed the same record in the same moment."""

    status, code = 409, "concurrent-change"
    title = Words("内容刚被他人修改", "The record was changed at the same moment")
    detail = Words("请重新读取后再试", "Read it again and retry")


class AlreadyThere(Problem):
    """A record with this identity exists."""

    status, code = 409, "already-there"
    title = Words("记录已存在", "The record exists already")
    detail = Words("违反唯一性或引用约束：{constraint}", "A uniqueness or reference constraint refuses it: {constraint}")


class StaleEtag(Problem):
    """If-Match names an older version."""

    status, code = 412, "stale-etag"
    title = Words("版本已过期", "The version is stale")
    detail = Words(
        "您看到的是 {given}，当前版本是 {current}；请重新读取后再修改",
        "You saw {given}, the current version is {current}; read it again and redo the change",
    )


class TooLarge(Problem):
    """The body is larger than this service takes."""

    status, code = 413, "too-large"
    title = Words("请求体过大", "The body is too large")
    detail = Words("请求体上限为 {limit} 字节", "At most {limit} bytes are taken")


class WrongContentType(Problem):
    """The body's media type is not one this route reads."""

    status, code = 415, "wrong-content-type"
    title = Words("内容类型不受支持", "The content type is not supported")
    detail = Words("请使用 Content-Type: {wanted}", "Use Content-Type: {wanted}")


class MissingIdempotencyKey(Problem):
    """A POST that creates or moves needs an Idempotency-Key."""

    status, code = 400, "missing-idempotency-key"
    title = Words("缺少幂等键", "The idempotency key is missing")
    detail = Words(
        "请在 Idempotency-Key 头中给出 1 至 120 个可见字符的新键", "Give a new key of 1 to 120 visible characters in the Idempotency-Key header"
    )


class MissingIfMatch(Problem):
    """An edit needs If-Match."""

    status, code = 428, "missing-if-match"
    title = Words("缺少 If-Match", "If-Match is missing")
    detail = Words("请在 If-Match 头中给出读取时得到的 ETag", "Give the ETag you read in the If-Match header")


class Internal(Problem):
    """A fault of ours; the request id finds it in the log."""

    status, code = 500, "internal"
    title = Words("系统内部错误", "Internal error")
    detail = Words(
        "系统出错，未作任何改动；请凭 request_id 联系管理员", "Something failed here and nothing was changed; the request id finds it in the log"
    )


class PeerUnavailable(Problem):
    """Another service that this request needs did not answer in time."""

    status, code = 503, "peer-unavailable"
    title = Words("所需服务暂不可用", "A needed service is not available")
    detail = Words(
        "{peer} 服务未能应答，请稍后重试；已受理的内容不会丢失",
        "The {peer} service did not answer; try again later. Nothing that was accepted is lost",
    )


class StorageFull(Problem):
    """There is no room left for uploaded bytes; nothing was kept."""

    status, code = 507, "storage-full"
    title = Words("存储空间不足", "No room left")
    detail = Words("文件未保存；请联系管理员扩充存储空间", "Nothing was kept; ask the administrator for more storage")


class StorageUnavailable(Problem):
    """Where uploaded bytes are kept does not answer; come again."""

    status, code = 503, "storage-unavailable"
    title = Words("文件存储暂不可用", "The file storage does not answer")
    detail = Words("请稍后重试；重复上传同一文件不会产生两份", "Try again later; the same file sent twice is kept once")


class RangeNotThere(Problem):
    """A part of a file is asked for that lies beyond its end."""

    status, code = 416, "range-not-there"
    title = Words("请求的范围超出文件", "The range lies beyond the file")
    detail = Words("文件共 {size} 字节", "The file has {size} bytes")


class Busy(Problem):
    """The database had no room for one more; come again."""

    status, code = 503, "busy"
    title = Words("系统繁忙", "Busy")
    detail = Words("请求过多，请稍后重试", "Too many requests at once; try again later")
