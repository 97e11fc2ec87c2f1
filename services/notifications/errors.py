"""Problems of the notifications service."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class NotReplayable(Problem):
    """A delivery that is under way or has arrived: only what failed, was given up or was suppressed can be sent again."""

    status, code = 409, "delivery-not-replayable"
    title = Words("该发送无需重发", "Nothing to send again")
    detail = Words(
        "发送状态为 {state}；仅失败、已放弃或被抑制的发送可以重发", "The delivery is {state}; only failed, dead or suppressed ones are sent again"
    )


class NoAddress(Problem):
    """A delivery to somebody whose address is not known."""

    status, code = 409, "delivery-without-address"
    title = Words("没有联系方式", "No address")
    detail = Words("收件人没有{channel}联系方式；请先在账号中填写", "The reader has no address for {channel}; enter one in the account first")


class NotDeliveredYet(Problem):
    """A bounce of something that has not left yet."""

    status, code = 409, "delivery-not-delivered"
    title = Words("尚未送出", "Not delivered yet")
    detail = Words("发送状态为 {state}；只有已送出的才会被退回", "The delivery is {state}; only what was delivered can bounce")


class InvalidEndpoint(Problem):
    """An endpoint whose URL or events are wrong; ``errors`` names every fault."""

    status, code = 422, "invalid-endpoint"
    title = Words("接收端有误", "Invalid endpoint")
    detail = Words("共{count}处有误，见 errors；请改正后重新提交", "{count} faults, see errors; correct them and send again")


class NothingIsSent(Problem):
    """A test of an endpoint where the operator has not switched sending on."""

    status, code = 409, "nothing-is-sent"
    title = Words("未开启对外发送", "Nothing is sent")
    detail = Words(
        "本平台未开启对外发送（NOTIFICATIONS_SENDING），请联系运维", "Sending is off on this platform (NOTIFICATIONS_SENDING); ask its operator"
    )


class EndpointNotAllowed(Problem):
    """A test of an endpoint whose host is not on the operator's list."""

    status, code = 409, "endpoint-not-allowed"
    title = Words("接收端不在允许范围", "Endpoint not allowed")
    detail = Words(
        "{host} 不在允许发送的名单中（NOTIFICATIONS_ALLOWED），请联系运维",
        "{host} is not among those that may be reached (NOTIFICATIONS_ALLOWED); ask the operator",
    )


class NotOurSecret(Problem):
    """Another secret for a group robot: those are made by DingTalk and WeCom."""

    status, code = 409, "not-our-secret"
    title = Words("密钥不由本平台生成", "Not our secret")
    detail = Words(
        "群机器人的网址和密钥由钉钉或企业微信生成；请在群设置中更换，再修改此接收端",
        "DingTalk or WeCom makes a robot's address and secret; change it in the group's settings, then edit the endpoint",
    )


class InvalidProvider(Problem):
    """A gateway whose address, body or templates are wrong; ``errors`` names every fault."""

    status, code = 422, "invalid-provider"
    title = Words("发送平台有误", "Invalid provider")
    detail = Words("共{count}处有误，见 errors；请改正后重新提交", "{count} faults, see errors; correct them and send again")


class ProviderTwice(Problem):
    """A second gateway of the same region and channel."""

    status, code = 409, "provider-twice"
    title = Words("发送平台重复", "Provider twice")
    detail = Words("本地区已有 {channel} 发送平台；请修改它，或先删除", "The region has one for {channel} already; rewrite it, or drop it first")


class InvalidPolicy(Problem):
    """A reminder policy with faults; ``errors`` names every one."""

    status, code = 422, "invalid-policy"
    title = Words("提醒策略有误", "Invalid reminder policy")
    detail = Words("共{count}处有误，见 errors；请改正后重新提交", "{count} faults, see errors; correct them and send again")


class PolicyMoved(Problem):
    """A policy that cannot be rewritten or switched from where it stands."""

    status, code = 409, "policy-state"
    title = Words("提醒策略状态不符", "Not in this state")
    detail = Words(
        "提醒策略状态为 {state}；只有草稿可以修改和启用，请另拟一份",
        "The policy is {state}; only a draft is rewritten and activated. Draft another one",
    )


class PolicyToConfirm(Problem):
    """A switch that leads to very many messages."""

    status, code = 409, "policy-to-confirm"
    title = Words("将发送大量消息，请确认", "Very many messages: please confirm")
    detail = Words(
        "此举将为{deadlines}个时限发送{count}条消息；先预览，确认后以 confirmed_messages={count} 重新提交",
        "This leads to {count} messages about {deadlines} deadlines; look at the preview, then send again with confirmed_messages={count}",
    )


class TooManyFeeds(Problem):
    """One more feed than an account may have."""

    status, code = 409, "too-many-feeds"
    title = Words("日历订阅过多", "Too many feeds")
    detail = Words("最多可有{most}个有效的日历订阅；请先撤销不再使用的", "An account has {most} feeds at most; revoke one that is no longer used")


class FeedRevoked(Problem):
    """A feed that was revoked before."""

    status, code = 409, "feed-revoked"
    title = Words("日历订阅已撤销", "Feed revoked")
    detail = Words(
        "该日历订阅已撤销，地址不再可用；如需要请新建", "The feed is revoked and its address answers nobody; make another one if it is needed"
    )


class UnknownPosition(Problem):
    """A position (`Last-Event-ID`, `after`, `until`) that no stream of this platform told."""

    status, code = 422, "unknown-stream-position"
    title = Words("消息流位置无效", "Not a position of the stream")
    detail = Words(
        "请使用收到的最后一个事件的 id；如数据库已恢复自备份，请重新读取消息列表并从头订阅",
        "Use the id of the last event that came; if the database was restored from a backup, list the inbox and open a stream anew",
    )


class TooManyStreams(Problem):
    """One more stream than an account may have open."""

    status, code = 429, "too-many-streams"
    title = Words("消息流过多", "Too many streams")
    detail = Words(
        "每个账号最多同时打开{most}个消息流；请关闭不用的页面后重试", "An account has {most} streams open at most; close one and come again"
    )


class StreamsFull(Problem):
    """One more stream than a server takes."""

    status, code = 503, "streams-full"
    title = Words("消息流已满", "No room for another stream")
    detail = Words(
        "服务器的消息流已满，请稍后重试；消息列表仍可读取", "The server has no room for another stream; come again. The inbox can be listed meanwhile"
    )


class InvalidTemplate(Problem):
    """A template with faults; ``errors`` names every one with its line."""

    status, code = 422, "invalid-template"
    title = Words("消息模板有误", "Invalid template")
    detail = Words(
        "共{count}处有误，见 errors（row 为行号）；请改正后重新提交", "{count} faults, see errors (row is the line); correct them and send again"
    )


class TemplateMoved(Problem):
    """A template that cannot be rewritten or switched from where it stands."""

    status, code = 409, "template-state"
    title = Words("消息模板状态不符", "Not in this state")
    detail = Words(
        "消息模板状态为 {state}；只有草稿可以修改和启用，请另拟一份",
        "The template is {state}; only a draft is rewritten and activated. Draft another one",
    )


class TemplateSaysOtherwise(Problem):
    """A preview with a message or deadline of which the template would not be used."""

    status, code = 409, "template-says-otherwise"
    title = Words("模板不用于此", "Not what the template says")
    detail = Words(
        "该模板用于“{saying}”，所选消息或时限没有它所需的变量；请另选一条，或不选而用示例预览",
        'The template says "{saying}", and what was chosen lacks its places; choose another message or deadline, or none to see the examples',
    )


class InvalidPreferences(Problem):
    """Preferences with faults; ``errors`` names every one."""

    status, code = 422, "invalid-preferences"
    title = Words("接收偏好有误", "Invalid preferences")
    detail = Words("共{count}处有误，见 errors；请改正后重新提交", "{count} faults, see errors; correct them and send again")
