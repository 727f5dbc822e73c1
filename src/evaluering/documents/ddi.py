"""The codebook as DDI-Codebook 2.5: what data archives read."""

import re
from collections.abc import Iterable
from hashlib import sha256
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from evaluering.settings import Configuration
from evaluering.tables import Column, ColumnType, Table, Wordings
from evaluering.vocabulary import Language

NAMESPACE = "ddi:codebook:2_5"
_SCHEMA = "http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NUMERIC = (ColumnType.WHOLE_NUMBER, ColumnType.NUMBER)
_CATEGORIES = {ColumnType.DATE: "date", ColumnType.MONTH: "date", ColumnType.TIME_OF_DAY: "time"}


def ddi_codebook(configuration: Configuration, tables: Iterable[Table]) -> bytes:
    """The study, each table as a file and each column as a variable, as XML in UTF-8.

    Labels stand in bokmål, nynorsk and English; what may stand once only, in the study's language. No
    date but the one declared. Checked against the schema of DDI-Codebook 2.5 (2012).
    """
    listed = tuple(tables)
    root = Element(
        "codeBook",
        {
            "xmlns": NAMESPACE,
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": f"{NAMESPACE} {_SCHEMA}",
            "version": "2.5",
            _LANG: configuration.language.value,
        },
    )
    _study(root, configuration)
    for table in listed:
        _file(root, table, configuration.language)
    data = SubElement(root, "dataDscr")
    for table in listed:
        for column in table.delivered:
            _variable(data, table, column, configuration.language)
    indent(root, " ")
    content: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return content + b"\n"


def identifier(configuration: Configuration) -> str:
    """The declared identifier, else one that follows from title and institution."""
    study = configuration.study
    made = sha256(f"{study.title}\n{study.institution}".encode()).hexdigest()[:16]
    return configuration.codebook.identifier or f"evaluering-{made}"


def _add(parent: Element, tag: str, text: str, language: Language | None = None, **more: str) -> Element:
    element = SubElement(parent, tag, more)
    # XML has no way to write most control characters.
    element.text = _NOT_XML.sub("\ufffd", text)
    if language is not None:
        element.set(_LANG, language.value)
    return element


def _study(root: Element, configuration: Configuration) -> None:
    study, language = configuration.study, configuration.language
    description = SubElement(root, "stdyDscr")
    citation = SubElement(description, "citation")
    title = SubElement(citation, "titlStmt")
    _add(title, "titl", study.title, language)
    _add(title, "IDNo", identifier(configuration))
    _add(SubElement(citation, "rspStmt"), "AuthEnty", study.institution, language)
    production = SubElement(citation, "prodStmt")
    _add(production, "producer", study.institution, language)
    if configuration.codebook.produced:
        day = configuration.codebook.produced.isoformat()
        _add(production, "prodDate", day, date=day)
    information = SubElement(description, "stdyInfo")
    _add(information, "abstract", study.purpose, language, contentType="purpose")
    _access(description, configuration)


def _access(description: Element, configuration: Configuration) -> None:
    words = Wordings(configuration.language)
    use = SubElement(SubElement(description, "dataAccs"), "useStmt")
    text = f"{words.word('use')}: {words.word(f'use_{configuration.study.use}')}"
    _add(use, "restrctn", text, words.language)
    if configuration.codebook.licence:
        _add(use, "conditions", configuration.codebook.licence, words.language)


def _file(root: Element, table: Table, language: Language) -> None:
    description = SubElement(root, "fileDscr", ID=_file_id(table))
    text = SubElement(description, "fileTxt")
    _add(text, "fileName", table.name)
    _add(text, "fileCont", Wordings(language).table_purpose(table), language)
    structure = SubElement(text, "fileStrc", type="relational")
    keys = " ".join(_variable_id(table, name) for name in table.key)
    group = SubElement(structure, "recGrp", keyvar=keys)
    for one in Language:
        _add(group, "labl", Wordings(one).table_title(table), one)
    for kind, value in (("protects", table.protects.name), ("audience", table.audience.name)):
        for one in Language:
            text_of = Wordings(one).word
            note = f"{text_of(kind)}: {text_of(f'{kind}_{value.lower()}')}"
            _add(description, "notes", note, one, type=kind)


def _variable(data: Element, table: Table, column: Column, language: Language) -> None:
    variable = SubElement(
        data,
        "var",
        ID=_variable_id(table, column.name),
        name=column.name,
        files=_file_id(table),
        intrvl="contin" if column.type is ColumnType.NUMBER else "discrete",
    )
    if column.unit:
        variable.set("measUnit", column.unit)
    for one in Language:
        _add(variable, "labl", Wordings(one).column_meaning(table, column), one)
    _security(variable, column, language)
    _range(variable, column)
    _answers(variable, column)
    _format(variable, column)
    for one in Language:
        note = Wordings(one).word("may_be_empty" if column.may_be_empty else "required")
        _add(variable, "notes", note, one, type="empty")


def _security(variable: Element, column: Column, language: Language) -> None:
    kinds = [("free_text", column.free_text), ("quasi_identifier", column.quasi_identifier)]
    notes = [Wordings(language).word(f"{kind}_note") for kind, applies in kinds if applies]
    if notes:
        _add(variable, "security", " ".join(notes), language)


def _range(variable: Element, column: Column) -> None:
    bounds = {"min": column.minimum, "max": column.maximum}
    given = {name: f"{bound:.10g}" for name, bound in bounds.items() if bound is not None}
    if given:
        units = "INT" if column.type is ColumnType.WHOLE_NUMBER else "REAL"
        SubElement(SubElement(variable, "valrng"), "range", {"UNITS": units, **given})


def _answers(variable: Element, column: Column) -> None:
    for code in column.allowed:
        category = SubElement(variable, "catgry")
        _add(category, "catValu", code)
        for one in Language:
            _add(category, "labl", Wordings(one).answer(column, code), one)


def _format(variable: Element, column: Column) -> None:
    SubElement(
        variable,
        "varFormat",
        type="numeric" if column.type in _NUMERIC else "character",
        category=_CATEGORIES.get(column.type, "other"),
    )


def _file_id(table: Table) -> str:
    return f"F.{table.name}"


def _variable_id(table: Table, column: str) -> str:
    return f"V.{table.name}.{column}"
