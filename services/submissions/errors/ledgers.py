"""Problems of ledgers."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class UnknownLedgerKind(Problem):
    """A kind that is not shipped, without a definition of its own."""

    status, code = 422, "unknown-ledger-kind"
    title = Words("没有这种台账", "There is no such kind of ledger")
    detail = Words(
        "“{kind}”不在内置类型（{kinds}）之内；自定类型请给出 definition",
        "{kind} is none of the kinds that are shipped ({kinds}); a kind of one's own needs a definition",
    )


class UnknownLedgerUnit(Problem):
    """The unit that is to keep a ledger is not known here."""

    status, code = 422, "unknown-ledger-unit"
    title = Words("没有此单位", "There is no such unit")
    detail = Words("单位 {unit_id} 不存在，或其消息仍在途中", "Unit {unit_id} does not exist, or word of it is still on its way")


class UnknownLedgerRegion(Problem):
    """A region that is not known here or lies outside of the ledger's."""

    status, code = 422, "unknown-ledger-region"
    title = Words("地区不在台账范围内", "The region is none of the ledger's")
    detail = Words("请填本台账地区或其下级：{region_id}", "Name the ledger's region or one below it: {region_id} is not")


class EntryRefused(Problem):
    """An entry with faults; ``errors`` lists every one with what to do."""

    status, code = 422, "entry-refused"
    title = Words("台账记录有误", "The entry is faulty")
    detail = Words("{count} 处有误，未作更改；请按 errors 修改", "{count} faults, nothing was changed; mend them as listed")


class EntryThere(Problem):
    """The ledger holds an entry about the same object that was not withdrawn."""

    status, code = 409, "entry-there"
    title = Words("该对象已登记", "The object is there already")
    detail = Words("台账中已有同一对象的记录 {entry_id}；请更改该记录", "Entry {entry_id} is about the same object; change that one")


class NearDuplicate(Problem):
    """A name much like one that is there: a person says whether it is another object."""

    status, code = 409, "near-duplicate"
    title = Words("可能重复登记", "Possibly the same object")
    detail = Words(
        "与已登记的“{name}”名称相近；确属不同对象请带 another=true 重新提交",
        "Its name is much like {name}; if it is another object, send it again with another=true",
    )


class EntryWithdrawn(Problem):
    """A change or re-check of an entry that was withdrawn."""

    status, code = 409, "entry-withdrawn"
    title = Words("该记录已撤销", "The entry was withdrawn")
    detail = Words(
        "该记录已于 {on} 撤销，不能再更改；重新认定请新增记录",
        "It was withdrawn on {on} and is not changed any more; an object that is named again gets a new entry",
    )
