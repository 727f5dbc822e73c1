"""Deliveries made to harm, each a function that fills a delivery folder. Everything here is synthetic.

``KANARI`` stands for what must never be repeated: each delivery holds it where an attacker could hope
to see it again.
"""

import io
import os
import pickle
import socket
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat

from evaluering.tables import TABLES
from synthetic import csv_text, delimited, header, row, write_book, write_mapping

TEAMS = TABLES["teams"]
ROW = row(TEAMS)
OWN = 'name = "teams.csv"\ntable = "teams"'
SHEET = "xl/worksheets/sheet1.xml"
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
IDENTITY = "02013299997"
"""A published vector of the rule from 2032; nobody's number."""

Made = Callable[[Path], object]


def sound_book() -> bytes:
    """A sound workbook with one team."""
    stream = io.BytesIO()
    write_book(stream, {TEAMS: [ROW]})
    return stream.getvalue()


def book(folder: Path, parts: dict[str, str | bytes], name: str = "teams.xlsx") -> Path:
    """A sound workbook with some parts put in or replaced."""
    changed = dict(parts)
    file = folder / name
    with zipfile.ZipFile(io.BytesIO(sound_book())) as old, zipfile.ZipFile(file, "w", 8) as new:
        for entry in old.namelist():
            new.writestr(entry, changed.pop(entry, old.read(entry)))
        for entry, content in changed.items():
            new.writestr(entry, content)
    return file


def sheet(body: str, before: str = "") -> dict[str, str | bytes]:
    """The sheet's part, with this content."""
    return {SHEET: f'<?xml version="1.0"?>{before}<worksheet {SPACE}>{body}</worksheet>'}


def cells(*texts: str, kind: str = "inlineStr") -> str:
    """One row of text cells."""
    return "<row>" + "".join(f'<c t="{kind}"><is><t>{text}</t></is></c>' for text in texts) + "</row>"


def filled(*columns: str) -> str:
    """A row of headings and a row of a team's values, as cells; ``columns`` are more headings."""
    return cells(*header(TEAMS), *columns) + cells(*ROW.values(), *("KANARI" for _ in columns))


LAUGHS = "<!DOCTYPE w [" + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS += '<!ENTITY a0 "KANARI">]>'
FILE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
PARTS = ["xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml", "docProps/core.xml", "_rels/.rels"]


def declaring(part: str, document_type: str) -> Made:
    """A workbook with a document type in one of its parts."""

    def make(folder: Path) -> None:
        with zipfile.ZipFile(io.BytesIO(sound_book())) as package:
            content = package.read(part).decode()
        head, _, rest = content.rpartition("?>") if content.startswith("<?xml") else ("", "", content)
        book(folder, {part: (head + "?>" if head else "") + document_type + rest})

    return make


def undeclared_size(folder: Path) -> None:
    """A part that unpacks to far more than the directory says."""
    file = book(folder, {SHEET: b" " * 30_000_000})
    content = file.read_bytes()
    file.write_bytes(content.replace((30_000_000).to_bytes(4, "little"), (5_000).to_bytes(4, "little")))


def many_members(folder: Path) -> None:
    with zipfile.ZipFile(folder / "teams.xlsx", "w") as package:
        package.writestr("xl/workbook.xml", "")
        for number in range(100_000):
            package.writestr(f"x{number}.xml", "")


def twice(folder: Path) -> None:
    """A part that is there twice: two readers may see two workbooks."""
    file = folder / "teams.xlsx"
    file.write_bytes(sound_book())
    with zipfile.ZipFile(file, "a") as package:
        package.writestr("XL/worksheets/sheet1.xml", sheet(filled("KANARI"))[SHEET])


def formulas(cell: str) -> Made:
    return lambda folder: book(folder, sheet(f"<sheetData>{filled()}<row>{cell}</row></sheetData>"))


def wide_book(folder: Path) -> None:
    book(folder, sheet(f"<sheetData>{cells(*(f'k{n}' for n in range(16_000)))}</sheetData>"))


def macro_types(folder: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(sound_book())) as package:
        types = package.read("[Content_Types].xml").decode()
    marked = types.replace("spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main")
    book(folder, {"[Content_Types].xml": marked.replace("openxmlformats-officedocument", "vnd.ms-excel.x")})


def text(content: str | bytes, lines: str = OWN) -> Made:
    """A mapped CSV file of this content."""

    def make(folder: Path) -> None:
        write_mapping(folder, lines)
        (folder / "teams.csv").write_bytes(content.encode() if isinstance(content, str) else content)

    return make


def team(**changed: str) -> str:
    return csv_text(TEAMS, row(TEAMS, **changed))


def heading(name: str) -> str:
    """A sound file with one column more."""
    return delimited([[*header(TEAMS), name], [*ROW.values(), "KANARI"]])


def named(name: str) -> Made:
    """A file under a name as the mapping gives it."""
    return text(team(), f"name = {name}\ntable = 'teams'")


def other(name: str, content: bytes, ending: str = "csv") -> Made:
    """Bytes of another kind, mapped under an ending that is not theirs."""
    return lambda folder: (
        write_mapping(folder, f'name = "{name}.{ending}"\ntable = "teams"') / f"{name}.{ending}"
    ).write_bytes(content)


def statistical(write: str, ending: str, change: Callable[[bytes], bytes]) -> Made:
    """A file of a statistics package, changed."""

    def make(folder: Path) -> None:
        write_mapping(folder, f'name = "teams.{ending}"\ntable = "teams"')
        frame = pd.DataFrame([ROW] * 50)
        getattr(pyreadstat, write)(frame, str(folder / f"teams.{ending}"))
        (folder / f"teams.{ending}").write_bytes(change((folder / f"teams.{ending}").read_bytes()))

    return make


def parquet(table: pa.Table, **options: object) -> Made:
    def make(folder: Path) -> None:
        write_mapping(folder, 'name = "teams.parquet"\ntable = "teams"')
        pq.write_table(table, folder / "teams.parquet", **options)

    return make


class Harm:
    """What runs when it is unpickled: it leaves a file behind."""

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("KANARI-was-run",)


def mapping(content: str | bytes) -> Made:
    """A mapping of this content and nothing else."""
    return lambda folder: (folder / "delivery.toml").write_bytes(
        content.encode() if isinstance(content, str) else content
    )


def mapped(lines: str) -> Made:
    return text(team(), f"{OWN}\n{lines}")


def unix_socket(folder: Path) -> None:
    write_mapping(folder, OWN)
    listening = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(folder)  # a socket's whole path may have 107 characters only
    try:
        listening.bind("teams.csv")
    finally:
        os.chdir(here)
        listening.close()


def with_mapping(make: Made) -> Made:
    def both(folder: Path) -> None:
        write_mapping(folder, OWN)
        make(folder)

    return both


def deep_folders(folder: Path) -> None:
    inside = folder
    for _ in range(300):
        inside /= "d"
    inside.mkdir(parents=True)


def alike(first: str, second: str) -> Made:
    def make(folder: Path) -> None:
        (folder / first).write_text(team())
        (folder / second).write_text(team())

    return make


HEAD = 'purpose = "quality_assurance"\nlegal_basis = "x"\ncontroller = "x"\ndeletion_date = 2030-01-01\n'
PICKLE = pickle.dumps(Harm())
ARRAY = io.BytesIO()
np.save(ARRAY, np.array([Harm()], dtype=object), allow_pickle=True)
NESTED = pa.table({name: [value] for name, value in ROW.items() if name != "team"} | {"team": [["KANARI"]]})
ENDLESS = pa.table({name: pa.array([value] * 20_000_000) for name, value in list(ROW.items())[:3]})

WORKBOOKS: dict[str, Made] = {
    "zip bomb": lambda folder: book(folder, {SHEET: b" " * 300_000_000}),
    "zip bomb of undeclared size": undeclared_size,
    "many members": many_members,
    "nested zip": lambda folder: book(folder, {"xl/media/a.zip": sound_book()}),
    "part twice": twice,
    "endless rows": lambda folder: book(folder, sheet(f"<sheetData>{cells('KANARI') * 200_000}</sheetData>")),
    "16000 columns": wide_book,
    "cell of a million characters": lambda folder: book(
        folder, sheet(f"<sheetData>{filled()}{cells('KANARI' + 'xyzq8172' * 125_000)}</sheetData>")
    ),
    "macro": lambda folder: book(folder, {"xl/vbaProject.bin": b"KANARI"}),
    "macro under another name": lambda folder: book(folder, {"xl/KANARI.bin": b"x"}),
    "macro by its type": macro_types,
    "embedded object": lambda folder: book(folder, {"xl/embeddings/a.docx": b"x"}),
    "external workbook": lambda folder: book(
        folder, {"xl/externalLinks/externalLink1.xml": f"<externalLink {SPACE}/>"}
    ),
    "DDE": lambda folder: book(
        folder,
        {
            "xl/externalLinks/externalLink2.xml": f"<externalLink {SPACE}>"
            '<ddeLink ddeService="cmd" ddeTopic="/c KANARI"/></externalLink>'
        },
    ),
    "connection": lambda folder: book(folder, {"xl/connections.xml": f"<connections {SPACE}/>"}),
    "formula without a value": formulas("<c><f>WEBSERVICE(&quot;ftp://KANARI&quot;)</f></c>"),
    "formula with a value": formulas("<c><f>1+1</f><v>2</v></c>"),
    "array formula": formulas('<c r="A3"><f t="array" ref="A3">KANARI</f><v>1</v></c>'),
    "lone surrogate": lambda folder: book(
        folder, sheet(f"<sheetData>{filled()}</sheetData>".replace("teams-1", "&#xD800;"))
    ),
    "NUL": lambda folder: book(
        folder, sheet(f"<sheetData>{filled()}</sheetData>".replace("teams-1", "&#0;"))
    ),
    "no XML": lambda folder: book(folder, {SHEET: b"\xff\xfe KANARI"}),
    "XML in UTF-16 with entities": lambda folder: book(
        folder, {SHEET: sheet("", LAUGHS)[SHEET].replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16")}
    ),
    "sheet named by markup": lambda folder: renamed(folder, "<script>KANARI</script>"),
    "old xls": lambda folder: (folder / "teams.xlsx").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096
    ),
    "truncated": lambda folder: (folder / "teams.xlsx").write_bytes(sound_book()[:-200]),
    "pickle as xlsx": lambda folder: (folder / "teams.xlsx").write_bytes(PICKLE),
    "folder as xlsx": lambda folder: (
        write_mapping(folder, OWN.replace("csv", "xlsx")) / "teams.xlsx"
    ).mkdir(),
    "pipe as xlsx": lambda folder: os.mkfifo(folder / "teams.xlsx"),
    **{
        f"{kind} in {part}": declaring(part, document_type)
        for part in PARTS
        for kind, document_type in (("external entity", FILE), ("billion laughs", LAUGHS))
    },
}


def renamed(folder: Path, title: str) -> None:
    with zipfile.ZipFile(io.BytesIO(sound_book())) as package:
        content = package.read("xl/workbook.xml").decode()
    escaped = title.replace("<", "&lt;").replace(">", "&gt;")
    book(folder, {"xl/workbook.xml": content.replace('name="teams"', f'name="{escaped}"')})


TEXTS: dict[str, Made] = {
    "NUL": text(team() + "\0KANARI"),
    "million characters": text(team(team="KANARI" + "x" * 10**6)),
    "hundred thousand columns": text(heading(",".join(f"k{n}" for n in range(100_000))).replace('"', "")),
    "line of fifty million": text(b"KANARI" + b"x" * 50_000_000),
    "line of fifty million delimiters": text(b"KANARI" + b"," * 50_000_000),
    "heading with a direction mark": text(heading("KANARI\u202etxet")),
    "heading with zero width": text(heading("te\u200bam"), f'{OWN}\nignore = ["te\u200bam"]'),
    "heading of a thousand characters": text(heading("KANARI" * 200)),
    "headings alike but for composition": text(heading("å").replace("å\n", "å,a\u030a\n", 1)),
    "heading in other letters": text(heading("te\u0430m")),
    "heading of markup": text(heading("<img src=x onerror=KANARI>")),
    "control in free text": text(
        csv_text(TABLES["plans"], row(TABLES["plans"], comment="KANARI\x1b[2J")),
        'name = "teams.csv"\ntable = "plans"',
    ),
    "identity number with zero width": text(team(team=f"{IDENTITY[:6]}\u200b{IDENTITY[6:]}")),
    "identity number with direction marks": text(team(team="\u202d".join(IDENTITY))),
    "identity number in other digits": text(
        team(team="".join(chr(0x0660 + int(digit)) for digit in IDENTITY))
    ),
    "name of a text with zero width": text(
        csv_text(TABLES["municipalities"], row(TABLES["municipalities"], name="KANARI\u200b")),
        'name = "teams.csv"\ntable = "municipalities"',
    ),
    "UTF-16 without a mark": text(team().encode("utf-16-le")),
    "UTF-8 and Windows-1252": text(team(team="KANARIå").encode() + "å".encode("cp1252")),
    "overlong UTF-8": text(team().encode().replace(b"teams-1", b"\xc1\xb4eams-1")),
    "surrogate in UTF-8": text(team().encode().replace(b"teams-1", b"t\xed\xa0\x80")),
    "UTF-7 asked for": text(team(), f'{OWN}\nencoding = "utf-7"'),
    "encoding that runs for ever": text(team(), f'{OWN}\nencoding = "idna"'),
    "open quote": text(team() + '"KANARI'),
    "link": with_mapping(lambda folder: (folder / "teams.csv").symlink_to("/etc/passwd")),
    "link within the delivery": with_mapping(
        lambda folder: (folder / "teams.csv").symlink_to(folder / "delivery.toml")
    ),
    "dangling link": with_mapping(lambda folder: (folder / "teams.csv").symlink_to("/nowhere/KANARI")),
    "folder": with_mapping(lambda folder: (folder / "teams.csv").mkdir()),
    "pipe": with_mapping(lambda folder: os.mkfifo(folder / "teams.csv")),
    "socket": unix_socket,
    "device": with_mapping(lambda folder: (folder / "teams.csv").symlink_to("/dev/zero")),
    "loop of links": with_mapping(lambda folder: (folder / "teams.csv").symlink_to(folder / "teams.csv")),
    "folders without end": deep_folders,
    "names that differ by case": alike("Teams.xlsx", "teams.xlsx"),
    "names that differ by composition": alike("å.xlsx", "a\u030a.xlsx"),
}

POSING: dict[str, Made] = {
    "pickle as csv": other("a", PICKLE),
    "array as csv": other("a", ARRAY.getvalue()),
    "R data as csv": other("a", b"\x1f\x8b\x08\0KANARI"),
    "workbook as csv": other("a", sound_book()),
    "workbook with macros": other("a", sound_book(), "xlsm"),
    "binary workbook": other("a", sound_book(), "xlsb"),
    "old workbook": other("a", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "xls"),
    "web page as csv": other("a", b"<html><script>KANARI</script>"),
    "pickle as parquet": other("a", PICKLE, "parquet"),
    "array as parquet": other("a", ARRAY.getvalue(), "parquet"),
    "pickle as sav": other("a", PICKLE, "sav"),
    "text as sas7bdat": other("a", b"KANARI" * 1000, "sas7bdat"),
    "pickle as sas7bdat": other("a", PICKLE, "sas7bdat"),
}

STATISTICAL: dict[str, Made] = {
    "sav cut after the mark": statistical("write_sav", "sav", lambda content: content[:4]),
    "sav cut in the header": statistical("write_sav", "sav", lambda content: content[:100]),
    "sav cut in the variables": statistical("write_sav", "sav", lambda content: content[:250]),
    "dta cut in the header": statistical("write_dta", "dta", lambda content: content[:60]),
    "dta cut in the data": statistical("write_dta", "dta", lambda content: content[: len(content) // 2]),
    "xpt cut in the header": statistical("write_xport", "xpt", lambda content: content[:200]),
    "parquet cut": other("teams", b"PAR1" + b"KANARI" * 50, "parquet"),
    "parquet of lists": parquet(NESTED),
    "parquet bomb": parquet(ENDLESS),
    "parquet of many columns": parquet(pa.table({f"k{n}": ["KANARI"] for n in range(3_000)})),
}

MAPPINGS: dict[str, Made] = {
    "nested without end": mapping("x = " + "[" * 100_000),
    "key of very many parts": mapping("a" + ".a" * 200_000 + " = 1"),
    "number of very many digits": mapping("x = " + "1" * 10_000),
    "huge": mapping("#" * 2_000_000),
    "no UTF-8": mapping(b"purpose = '\xffKANARI'"),
    "unknown key": mapping(f'"KANARI\\u001b[2J{IDENTITY}" = 1\n' + HEAD),
    "unknown keys in thousands": mapping("".join(f"KANARI-{n} {{}} = 1\n" for n in range(2000)) + HEAD),
    "duplicate key": mapping("KANARI = 1\nKANARI = 2"),
    "link": lambda folder: (folder / "delivery.toml").symlink_to("/etc/passwd"),
    "dangling link": lambda folder: (folder / "delivery.toml").symlink_to("/nowhere"),
    "folder": lambda folder: (folder / "delivery.toml").mkdir(),
    "pipe": lambda folder: os.mkfifo(folder / "delivery.toml"),
    "constant with an identity number": mapped(f'constants = {{ cohort = "{IDENTITY}" }}'),
    "answer with an identity number": mapped(f'answers = {{ kind = {{ KANARI = "{IDENTITY}" }} }}'),
    "constant with zero width": mapped('constants = { cohort = "KANARI\\u200b" }'),
    "heading with an identity number": mapped(f'ignore = ["{IDENTITY} KANARI"]'),
    "column that is none": mapped(f'columns = {{ KANARI = "{IDENTITY}" }}'),
    "answers alike but for composition": mapped(
        'answers = { kind = { "å" = "improvement_team", "a\\u030a" = "other" } }'
    ),
    **{
        f"name {label}": named(name)
        for label, name in {
            "upwards": "'../KANARI/teams.csv'",
            "upwards in the middle": "'x/../../KANARI/teams.csv'",
            "absolute": "'/etc/passwd'",
            "with backslashes": "'..\\KANARI\\teams.csv'",
            "of a drive": "'C:KANARI.csv'",
            "of a device": "'CON'",
            "of a device with an ending": "'nul.csv'",
            "with NUL": '"KANARI\\u0000.csv"',
            "of 300 characters": f"'{'K' * 300}.csv'",
            "with a direction mark": '"KANARI\\u202evsc.exe"',
            "with a line end": '"KANARI\\n  found: nothing"',
            "that ends in a dot": "'KANARI.'",
            "of nothing": "''",
        }.items()
    },
}

EVERY: dict[str, Made] = {
    f"{kind} {name}": make
    for kind, made in (
        ("book", WORKBOOKS),
        ("text", TEXTS),
        ("posing", POSING),
        ("file", STATISTICAL),
        ("mapping", MAPPINGS),
    )
    for name, make in made.items()
}
