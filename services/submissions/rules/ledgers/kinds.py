"""The kinds of ledger that are shipped, as data: each is named in the five published documents. A region may open one of its own."""

from collections.abc import Mapping

from shared.schemas.ledgers import FieldKind, LedgerDefinition, LedgerField, LedgerKind
from shared.schemas.verdicts import Said

_CITED = ("国家级", "省级", "市级", "县级")
_TEXT = FieldKind.TEXT


def _field(key: str, zh: str, en: str, kind: FieldKind = _TEXT, *, required: bool = False, choices: tuple[str, ...] = ()) -> LedgerField:
    return LedgerField(key=key, title=Said(zh=zh, en=en), kind=kind, required=required, choices=list(choices))


_CELL_TYPES = ("健康村", "健康社区", "健康单位", "健康学校", "健康医院", "健康企业", "健康家庭", "其他")

_SHIPPED = (
    LedgerKind(
        key="lecturers",
        title=Said(zh="健康科普讲师", en="Health lecturers"),
        definition=LedgerDefinition(
            object_title=Said(zh="讲师姓名", en="lecturer"),
            fields=[_field("workplace", "工作单位", "workplace", required=True), _field("field", "专业领域", "field")],
            identity=["name", "workplace"],
            levels=list(_CITED),
            recheck_months=24,
            watches_names=True,
        ),
    ),
    LedgerKind(
        key="events",
        title=Said(zh="健康活动与讲座", en="Health events and lectures"),
        definition=LedgerDefinition(
            object_title=Said(zh="活动名称", en="event"),
            fields=[
                _field("place", "举办地点", "place", required=True),
                _field("participants", "参加人数", "participants", FieldKind.NUMBER),
                _field("topic", "主题", "topic"),
            ],
            identity=["name", "held_on", "region", "place"],
        ),
    ),
    LedgerKind(
        key="households",
        title=Said(zh="健康家庭", en="Healthy households"),
        definition=LedgerDefinition(
            object_title=Said(zh="户主", en="head of household"),
            fields=[_field("address", "门牌地址", "address", required=True), _field("members", "家庭人数", "members", FieldKind.NUMBER)],
            identity=["region", "address", "name"],
            levels=list(_CITED),
            recheck_months=36,
        ),
    ),
    LedgerKind(
        key="cells",
        title=Said(zh="健康细胞", en="Healthy cells"),
        definition=LedgerDefinition(
            object_title=Said(zh="细胞名称", en="cell"),
            fields=[_field("type", "类型", "type", FieldKind.CHOICE, required=True, choices=_CELL_TYPES)],
            identity=["name", "region", "type"],
            levels=list(_CITED),
            recheck_months=36,
            watches_names=True,
        ),
    ),
    LedgerKind(
        key="stations",
        title=Said(zh="企业健康服务站点", en="Health stations in enterprises"),
        definition=LedgerDefinition(
            object_title=Said(zh="站点名称", en="station"),
            fields=[_field("enterprise", "所在企业", "enterprise", required=True), _field("services", "服务项目数", "services", FieldKind.NUMBER)],
            identity=["name", "enterprise"],
            recheck_months=12,
            watches_names=True,
        ),
    ),
)
KINDS: Mapping[str, LedgerKind] = {kind.key: kind for kind in _SHIPPED}
