"""Exports on the wire: the forms in which official values can be taken along, and the structures that describe them."""

from enum import StrEnum


class ValueForm(StrEnum):
    """How official values are written."""

    CSV = "csv"
    XLSX = "xlsx"
    SDMX_CSV = "sdmx-csv"
    SDMX_JSON = "sdmx-json"


class StructureKind(StrEnum):
    """Kinds of SDMX structures, as the SDMX REST standard names them in addresses."""

    DATAFLOW = "dataflow"
    DATA_STRUCTURE = "datastructure"
    CONCEPT_SCHEME = "conceptscheme"
    CODE_LIST = "codelist"


class References(StrEnum):
    """Whether a structure comes alone, or with all that it refers to."""

    NONE = "none"
    ALL = "all"
