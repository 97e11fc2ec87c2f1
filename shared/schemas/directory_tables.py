"""The tables of the directory."""

from enum import StrEnum


class DirectoryTable(StrEnum):
    """行政区划, 单位, 单位组, 帐号."""

    REGIONS = "regions"
    UNITS = "units"
    GROUPS = "groups"
    ACCOUNTS = "accounts"
