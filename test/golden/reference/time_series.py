"""Trend tests, change points and the likelihood of exponential smoothing, computed anew with numpy, scipy and statsmodels.

Run beside inputs.json: python time_series.py > time_series.json
"""
import json
import math
import sys

import numpy as np
from scipy import stats
from statsmodels.tsa.exponential_smoothing.ets import ETSModel

INPUTS = json.load(open(sys.path[0] + "/inputs.json"))


def mann_kendall(x):
    x = np.asarray(x, float)
    n = len(x)
    s = np.sign(x[None, :] - x[:, None])[np.triu_indices(n, 1)].sum()
    counts = np.unique(x, return_counts=True)[1]
    variance = (n * (n - 1) * (2 * n + 5) - (counts * (counts - 1) * (2 * counts + 5)).sum()) / 18
    z = 0 if s == 0 else (s - np.sign(s)) / math.sqrt(variance)
    slope = stats.theilslopes(x, np.arange(n)).slope
    tau = stats.kendalltau(np.arange(n), x).statistic
    return {"s": float(s), "z": float(z), "p": float(2 * stats.norm.sf(abs(z))), "slope": float(slope), "tau": float(tau)}


def optimal_partition(x, penalty, least):
    """All cuts, by dynamic programming without pruning; noise of variance 1."""
    x = np.asarray(x, float)
    n = len(x)
    best, last = np.full(n + 1, np.inf), np.zeros(n + 1, int)
    best[0] = -penalty
    for to in range(least, n + 1):
        for start in range(0, to - least + 1):
            own = x[start:to]
            cost = best[start] + ((own - own.mean()) ** 2).sum() + penalty
            if cost < best[to]:
                best[to], last[to] = cost, start
    rows, at = [], last[n]
    while at > 0:
        rows.insert(0, int(at))
        at = last[at]
    return rows


def smoothing(x, error, trend, damped, season, parameters):
    x = np.asarray(x, float)
    model = ETSModel(
        x, error=error, trend=trend, damped_trend=damped, seasonal=season, seasonal_periods=12 if season else None
    )
    names = model.param_names
    values = dict(parameters)
    fit = model.smooth([values[name] for name in names])
    n = len(x)
    return {
        "criterion": float(-2 * fit.llf - n * (math.log(2 * math.pi / n) + 1)),
        "forecast": fit.forecast(6).tolist(),
        "fitted": fit.fittedvalues[:3].tolist(),
    }


def smoothing_by_errors(x, alpha, beta, gamma, level, slope, season):
    """ETS(M,A,M) as Hyndman and others (2008), table 2.3, write it: states moved by errors.

    statsmodels divides by the new level in the season, the book and R by the old one, so it cannot be the peer here.
    """
    season, fitted, squares, logs = list(season), [], 0.0, 0.0
    for t, y in enumerate(x):
        line, figure = level + slope, season[t % 12]
        fitted.append(line * figure)
        error = (y - line * figure) / (line * figure)
        squares, logs = squares + error**2, logs + math.log(abs(line * figure))
        level, slope = line * (1 + alpha * error), slope + beta * line * error
        season[t % 12] = figure * (1 + gamma * error)
    forecast = [(level + (h + 1) * slope) * season[(len(x) + h) % 12] for h in range(6)]
    return {"criterion": len(x) * math.log(squares) + 2 * logs, "forecast": forecast, "fitted": fitted[:3]}


FIGURES = [0.91, 0.9, 1.03, 0.98, 0.98, 1.11, 1.22, 1.21, 1.06, 0.92, 0.8, 0.88]
FIGURES_ADDED = [-25, -30, -5, -8, -6, 30, 65, 60, 15, -22, -50, -24]


def seasonal(figures):
    """statsmodels counts back from the season before the first row."""
    return {f"initial_seasonal.{i}": figure for i, figure in enumerate(reversed(figures))}


AIR = INPUTS["airpassengers"]
print(
    json.dumps(
        {
            "trend": {name: mann_kendall(INPUTS[name]) for name in ["trend", "rw", "ar1", "airpassengers", "a"]},
            "change_points": {
                name: optimal_partition(INPUTS[name], penalty, 2)
                for name, penalty in [("rw", 30.0), ("ar1", 12.0), ("trend", 10.0)]
            },
            "smoothing": {
                "MAM": smoothing_by_errors(AIR, 0.6, 0.01, 0.1, 120, 2, FIGURES),
                "AAdA": smoothing(
                    AIR, "add", "add", True, "add",
                    {"smoothing_level": 0.7, "smoothing_trend": 0.05, "smoothing_seasonal": 0.2, "damping_trend": 0.95,
                     "initial_level": 120, "initial_trend": 2, **seasonal(FIGURES_ADDED)},
                ),
                "MMdN": smoothing(
                    AIR, "mul", "mul", True, None,
                    {"smoothing_level": 0.7, "smoothing_trend": 0.05, "damping_trend": 0.95,
                     "initial_level": 115, "initial_trend": 1.02},
                ),
            },
        },
        indent=1,
    )
)
