"""Estimates from the coefficients of a fitted series."""

from dataclasses import dataclass
from math import atanh, exp, isnan, nan, tanh

import numpy as np
from scipy import special

from evaluering.results import Estimate, undefined
from evaluering.statistics import _serial_errors as serial
from evaluering.statistics.inputs import Floats
from evaluering.vocabulary import Unit


@dataclass(frozen=True)
class Fitted:
    """What turns a contrast of the coefficients into an estimate."""

    method: str
    source: str
    level: float
    n: int
    missing: int
    ratio: bool = False
    reason: str = ""
    fit: serial.Fit | None = None

    @property
    def df(self) -> float:
        """Points less coefficients."""
        return nan if self.fit is None else float(self.n - len(self.fit.coefficients))

    def estimate(self, contrast: Floats, unit: Unit) -> Estimate:
        """The contrast with its t interval; exponentiated for ratios, ``se`` staying on the log scale."""
        if self.fit is None:
            return self.nothing(self.reason, unit)
        value = float(contrast @ self.fit.coefficients)
        se = float(np.sqrt(contrast @ self.fit.covariance @ contrast))
        reach = float(special.stdtrit(self.df, (1 + self.level) / 2)) * se
        p = 2 * float(special.stdtr(self.df, -abs(value) / se)) if se else None
        ends = [exp(end) if self.ratio else end for end in (value, value - reach, value + reach)]
        return Estimate(
            ends[0],
            ends[1],
            ends[2],
            self.level,
            self.n,
            unit,
            self.method,
            self.source,
            missing=self.missing,
            p=p,
            df=self.df,
            se=se,
        )

    def nothing(self, reason: str, unit: Unit) -> Estimate:
        """What cannot be given."""
        return undefined(reason, unit, self.method, n=self.n, missing=self.missing)


def phi(fitted: Fitted) -> Estimate:
    """The autocorrelation, with an interval on the scale where it is nearly normal."""
    if fitted.fit is None or isnan(fitted.fit.phi):
        return fitted.nothing(fitted.reason or "the model has no autocorrelation", Unit.COEFFICIENT)
    found = fitted.fit.phi
    reach = float(special.ndtri((1 + fitted.level) / 2)) * fitted.fit.phi_se
    low, high = (tanh(atanh(found) + sign * reach) for sign in (-1, 1))
    return Estimate(
        found,
        low,
        high,
        fitted.level,
        fitted.n,
        Unit.COEFFICIENT,
        fitted.method,
        fitted.source,
        missing=fitted.missing,
    )
