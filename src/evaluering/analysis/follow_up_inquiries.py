"""How often did municipalities ask for help between gatherings, and what can so few inquiries mean?"""

from re import fullmatch

import pandas as pd

from evaluering.analysis.layouts import estimate_column
from evaluering.analysis.reader import Analysis, Parameters, Reader
from evaluering.errors import InputRefused
from evaluering.results import (
    Cell,
    Column,
    Coordinates,
    FigureLayout,
    Finding,
    Statement,
    TableLayout,
    cell_key,
    estimate_cells,
    statement,
)
from evaluering.statistics import rates
from evaluering.statistics.occupancy import random_arrival
from evaluering.vocabulary import FigureKind, Unit

SLICE = "figures_in_text"
QUESTION = "follow_up_inquiries"
NETWORK = "learning_networks_mental_health"
ARRIVAL = "random_arrival"
ENDS = ("low", "high")
"""The documents say ten to twelve: everything is computed for both ends."""


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """Rates with exact intervals, how many never asked, and what random arrival would give."""
    figures = reader.table(SLICE)
    level = float(parameters["level"])
    municipalities = _figure_in_text(figures, "municipalities", at_least=1)
    inquiries = {end: _figure_in_text(figures, f"follow_up_inquiries_{end}") for end in ENDS}
    cells = [cell for end in ENDS for cell in _cells(end, inquiries[end], municipalities, level)]
    cells.append(Cell("rates", (), "municipalities", municipalities, Unit.COUNT))
    cells.append(Cell("rates", (), "level", level, Unit.LEVEL))
    finding = Finding(
        id="follow_up_inquiries",
        question=QUESTION,
        basis=reader.basis(SLICE),
        n=cell_key("rates", "municipalities"),
        cells=tuple(cells),
        tables=(_rates_table(), _never_table()),
        figures=(_figure(),),
        statements=_statements(),
    )
    return (finding,)


def _figure_in_text(figures: pd.DataFrame, quantity: str, at_least: int = 0) -> int:
    rows = figures[(figures["source"] == NETWORK) & (figures["quantity"] == quantity)]
    texts = [str(value) for value in rows["value"]]
    if len(texts) != 1 or not fullmatch("[0-9]{1,15}", texts[0]) or int(texts[0]) < at_least:
        raise InputRefused(
            f"data/raw/published/{SLICE}.csv",
            expected=f"one whole number, {at_least} or more, for {quantity} of {NETWORK}",
            found=f"{len(rows)} rows" if len(rows) != 1 else "another kind of value",
            next_step="mend that row",
        )
    return int(texts[0])


def _cells(end: str, inquiries: int, municipalities: int, level: float) -> list[Cell]:
    at: Coordinates = (("inquiries", end),)
    rate = rates.interval(inquiries, municipalities, level)
    arrival = random_arrival(inquiries, municipalities, level)
    never = max(municipalities - inquiries, 0)
    return [
        Cell("rates", at, "count", inquiries, Unit.COUNT),
        *estimate_cells("rates", "rate", at, rate),
        Cell("rates", at, "never_at_least", never, Unit.COUNT),
        Cell("rates", at, "never_share", never / municipalities, Unit.SHARE),
        Cell("rates", at, "never_expected", arrival.expected_empty, Unit.EXPECTED_COUNT, method=ARRIVAL),
        Cell("rates", at, "never_expected_low", arrival.low, Unit.COUNT, method=ARRIVAL),
        Cell("rates", at, "never_expected_high", arrival.high, Unit.COUNT, method=ARRIVAL),
        Cell("rates", at, "all_different", arrival.all_different, Unit.PROBABILITY, method=ARRIVAL),
    ]


def _layout(name: str, columns: tuple[Column, ...]) -> TableLayout:
    return TableLayout(
        name, "rates", "header.inquiries", tuple((("inquiries", end),) for end in ENDS), columns
    )


def _rates_table() -> TableLayout:
    count = Column("header.count", ("count",))
    rate = estimate_column("header.rate_with_interval", "rate")
    return _layout("rates", (count, rate))


def _never_table() -> TableLayout:
    return _layout(
        "never_asked",
        (
            Column("header.never_at_least", ("never_at_least",)),
            Column("header.never_share", ("never_share",)),
            Column("header.never_expected", ("never_expected",)),
            Column("header.never_expected_range", ("never_expected_low", "never_expected_high")),
            Column("header.all_different", ("all_different",)),
        ),
    )


def _figure() -> FigureLayout:
    columns = (estimate_column("header.rate_with_interval", "rate"),)
    values = {
        **{f"rate_{end}": _key(end, "rate") for end in ENDS},
        "lowest": _key("low", "rate_low"),
        "highest": _key("high", "rate_high"),
    }
    return FigureLayout(
        "rate_intervals",
        FigureKind.DOT_INTERVAL,
        _layout("rate_intervals", columns),
        "axis.inquiries_per_municipality",
        alt=statement("rate_intervals.alt", "follow_up_inquiries.rate_intervals.alt", values),
        key=statement("rate_intervals.key", "follow_up_inquiries.rate_intervals.key", values),
    )


def _key(end: str, measure: str) -> str:
    return cell_key("rates", measure, (("inquiries", end),))


def _statements() -> tuple[Statement, ...]:
    both = {f"{name}_{end}": _key(end, name) for end in ENDS for name in ("count", "rate")}
    n = {"municipalities": cell_key("rates", "municipalities")}
    level = {"level": cell_key("rates", "level")}
    rate = both | n | level
    rate |= {f"{end}_{side}": _key(end, f"rate_{side}") for end in ENDS for side in ENDS}
    never = n | {"never": _key("high", "never_at_least"), "inquiries": _key("high", "count")}
    never |= {"share": _key("high", "never_share")}
    arrival = {f"expected_{end}": _key(end, "never_expected") for end in ENDS}
    arrival |= {"fewest": _key("high", "never_expected_low"), "most": _key("low", "never_expected_high")}
    different = {f"different_{end}": _key(end, "all_different") for end in ENDS}
    return (
        statement("rate", "follow_up_inquiries.rate", rate),
        statement("never", "follow_up_inquiries.never", never),
        statement("random_arrival", "follow_up_inquiries.random_arrival", arrival | n | level),
        statement("all_different", "follow_up_inquiries.all_different", different),
        statement("promise", "follow_up_inquiries.promise"),
        statement("meaning", "follow_up_inquiries.meaning"),
        statement("elsewhere", "follow_up_inquiries.elsewhere"),
        *(
            statement(name, f"follow_up_inquiries.caveat.{name}", group="caveats")
            for name in ("independence", "period", "who")
        ),
    )


ANALYSIS = Analysis(QUESTION, (SLICE,), compute)
