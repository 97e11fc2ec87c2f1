"""What can be wrong with a row of a directory table, beside what every table can have wrong."""

from shared.kit.language import Words
from shared.kit.sheets.faults import COMMON, Catalogue

FAULTS: Catalogue = {
    **COMMON,
    "level-does-not-fit": (
        Words("级别“{level}”与代码 {value} 的位数不符", "the level {level} does not fit the length of the code {value}"),
        Words("请改正代码或级别；级别留空时按代码位数确定", "mend code or level; an empty level follows from the code"),
    ),
    "parent-not-above": (
        Words("上级 {value} 的级别不高于本级", "the parent {value} is of no higher level"),
        Words("请核对上级代码", "check the code of the parent"),
    ),
    "parent-needed": (
        Words("缺少上级行政区划", "the parent is missing"),
        Words("省级以下须有上级，请填上级代码", "only a province has no parent; give its code"),
    ),
    "code-taken": (
        Words("代码 {value} 在该期间已由“{name}”使用", "the code {value} is borne by {name} at that time"),
        Words("请核对代码与生效日期", "check the code and its days"),
    ),
    "level-differs": (
        Words("该行政区划现为 {before}，级别不能通过导入更改", "the region is a {before}; an import does not change levels"),
        Words("请核对代码；撤县设区等调整用 regions:change", "check the code; use regions:change for a real change"),
    ),
    "parent-differs": (
        Words("现上级为 {before}，导入不改变隶属", "it lies in {before}; an import does not move territory"),
        Words("请用 regions:change 办理区划调整，或清空上级", "use regions:change, or leave the parent empty"),
    ),
    "ends-by-change": (
        Words("该行政区划现在有效，导入不终止其代码", "the region is there now; an import does not end it"),
        Words("请用 regions:change 办理撤并，或清空失效日期", "use regions:change, or leave the end empty"),
    ),
    "needs-day": (
        Words("写了前身或后继，却没有日期", "a predecessor or successor is named without the day"),
        Words("前身须有生效日期，后继须有失效日期", "predecessors need valid_from, successors valid_until"),
    ),
    "day-ahead": (
        Words("{value} 尚未到来，导入只记录已发生的沿革", "{value} is still to come; an import records history only"),
        Words("将来的调整请用 regions:change 或相应操作办理", "use regions:change, or the operation of its own, for what is to come"),
    ),
    "wrong-uscc": (
        Words(
            "统一社会信用代码“{value}”有误（GB 32100，18 位，末位校验）",
            "{value} is no credit code by GB 32100 (18 characters, the last one a check)",
        ),
        Words("请对照法人证书核对", "compare it with the certificate"),
    ),
    "identities-differ": (
        Words("信用代码属于“{one}”，名称属于“{other}”", "the credit code is {one}'s, the name is {other}'s"),
        Words("请核对是哪一个单位；合并请用 units:merge", "check which unit is meant; merge units by their operation"),
    ),
    "uscc-differs": (
        Words("该单位的信用代码是 {before}", "the unit's credit code is {before}"),
        Words("请核对；更正信用代码请用单位编辑", "check it; a code is mended by editing the unit"),
    ),
    "name-taken": (
        Words("名称“{value}”已属于“{owner}”", "the name {value} belongs to {owner}"),
        Words("同一地区名称不能重复，请改名或删去别名", "a name stands for one unit or group of a region; choose another one"),
    ),
    "unit-closed": (
        Words("该单位已于 {on} 撤销", "the unit is closed since {on}"),
        Words("撤销的单位不再更改；请删去此行", "a closed unit is not changed; remove the row"),
    ),
    "closes-by-operation": (
        Words("该单位现在有效，导入不撤销单位", "the unit is open; an import does not close it"),
        Words("请用撤销或合并单位的操作，或清空撤销日期", "close or merge it by its operation, or leave the day empty"),
    ),
    "region-differs": (
        Words("该单位现属 {before}，导入不划转单位", "the unit serves {before}; an import does not move it"),
        Words("请用 units:move 划转，或改正行政区划", "move it by its operation, or mend the region"),
    ),
    "unit-circle": (
        Words("上级单位形成循环：{chain}", "superiors form a circle: {chain}"),
        Words("请改正其中一个上级", "mend one of these superiors"),
    ),
    "member-at-other-times": (
        Words("该单位已在组内，但起止日期不同", "the unit is in the group, but at other times that overlap"),
        Words("请清空日期，或用增减成员的操作更改", "leave the days empty, or change them by adding and removing members"),
    ),
    "not-a-login": (
        Words("“{value}”不能用作登录名", "{value} is no login"),
        Words(
            "2 至 80 个小写字母、数字、点、横线或下划线，以字母或数字开头",
            "2 to 80 lower-case letters, digits, dots, hyphens; the first a letter or digit",
        ),
    ),
    "name-differs": (
        Words("第 {other} 行给同一登录名的姓名是“{value}”", "row {other} gives the same login the name {value}"),
        Words("一个登录名只属于一人，请改正", "a login is one person's; mend one of the rows"),
    ),
    "post-without-place": (
        Words("没有单位也没有行政区划", "neither unit nor region is given"),
        Words("请至少填写行政区划", "give the region at least"),
    ),
    "needs-unit": (Words("{role} 须有单位", "a {role} is one of a unit"), Words("请填写单位", "give the unit")),
    "seat-without-liaison": (
        Words("只有单位的联络员分 A、B 岗", "only the liaison of a unit has a seat"),
        Words("请清空 AB 岗，或改正角色与单位", "leave the seat empty, or mend role and unit"),
    ),
    "seat-taken": (
        Words("该岗位在此期间由{owner}担任", "the seat is held by {owner} at that time"),
        Words("同一天 A、B 岗各一人；请先结束该任职或办理交接", "one A and one B on any day; end that post first or hand it over"),
    ),
    "post-overlaps": (
        Words("此人在此期间已任同一职务（{since} 起）", "the same post is held already (since {since})"),
        Words("请改日期，或先结束原任职", "change the days, or end the other post first"),
    ),
}
