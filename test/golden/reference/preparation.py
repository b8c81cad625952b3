"""Makes preparation.json: what pandas, scikit-learn and scipy make of fixed columns."""

import json
import os

import numpy as np
import pandas as pd
from scipy import stats
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.impute import IterativeImputer, KNNImputer, SimpleImputer
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import MinMaxScaler, PowerTransformer, RobustScaler, StandardScaler, TargetEncoder

rng = np.random.default_rng(7)
n = 120
a = rng.normal(50, 12, n).round(3)
b = (0.6 * a + rng.normal(0, 4, n)).round(3)
c = rng.gamma(2.0, 3.0, n).round(4) + 0.01
d = (b - c + rng.normal(0, 1, n)).round(3)
g = rng.choice(["x", "y", "z", "w w"], n, p=[0.4, 0.3, 0.25, 0.05])
y = (a / 10 + (g == "x") * 3 + rng.normal(0, 1, n)).round(3)
t = (y > np.median(y)).astype(float)
day = (pd.Timestamp("2024-01-03") + pd.to_timedelta(np.sort(rng.choice(400, n, replace=False)), unit="D")).strftime("%Y-%m-%d")
frame = pd.DataFrame({"a": a, "b": b, "c": c, "d": d})
for column, share in [("a", 0.08), ("b", 0.15), ("d", 0.25)]:
    frame.loc[rng.random(n) < share, column] = np.nan
x = frame.to_numpy()
full = frame.copy().assign(g=g, y=y, t=t, day=day)


def listed(values):
    return [None if v is None or (isinstance(v, float) and np.isnan(v)) else v for v in np.asarray(values, dtype=object).ravel().tolist()]


def columns(matrix):
    return [np.asarray(matrix)[:, i].tolist() for i in range(np.asarray(matrix).shape[1])]


def scaled(scaler):
    return [listed(col) for col in np.asarray(scaler.fit_transform(x)).T]


codes, cats = pd.factorize(g, sort=True)
stamps = pd.to_datetime(full["day"])
series = pd.Series(full["y"].to_numpy(), index=stamps)
ref = {
    "input": {name: listed(full[name]) for name in full.columns},
    "standard": scaled(StandardScaler()),
    "min_max": scaled(MinMaxScaler()),
    "robust": scaled(RobustScaler()),
    "qcut": listed(pd.qcut(full["c"], 5, labels=False).astype(float)),
    "qcut_edges": pd.qcut(full["c"], 5, retbins=True)[1].tolist(),
    "cut": listed(pd.cut(full["c"], 6, labels=False).astype(float)),
    "simple_mean": columns(SimpleImputer(strategy="mean").fit_transform(x)),
    "simple_median": columns(SimpleImputer(strategy="median").fit_transform(x)),
    "simple_most_frequent": columns(SimpleImputer(strategy="most_frequent").fit_transform(x)),
    "knn": columns(KNNImputer(n_neighbors=5).fit_transform(x)),
    "iterative": columns(IterativeImputer(estimator=LinearRegression(), max_iter=10, tol=1e-3).fit_transform(x)),
    "ffill_by_group": listed(full.groupby("g")["d"].ffill()),
    "bfill": listed(full["d"].bfill()),
    "boxcox_lambda": float(stats.boxcox(c)[1]),
    "yeojohnson_lambda": float(stats.yeojohnson(np.asarray(y - 6))[1]),
    "power_box_cox": PowerTransformer("box-cox", standardize=False).fit_transform(c[:, None]).ravel().tolist(),
    "power_yeo_johnson": PowerTransformer("yeo-johnson", standardize=False).fit_transform((y - 6)[:, None]).ravel().tolist(),
    "target_continuous": TargetEncoder(target_type="continuous", cv=5, random_state=42).fit_transform(g[:, None], y).ravel().tolist(),
    "target_binary": TargetEncoder(target_type="binary", cv=5, random_state=42).fit_transform(g[:, None], t).ravel().tolist(),
    "target_smooth": TargetEncoder(target_type="continuous", smooth=10.0, cv=4, random_state=1).fit_transform(g[:, None], y).ravel().tolist(),
    "target_fitted": TargetEncoder(target_type="continuous").fit(g[:, None], y).encodings_[0].tolist(),
    "resample_sum": series.resample("MS").sum().tolist(),
    "resample_mean_weeks": listed(series.resample("W-MON", closed="left", label="left").mean()),
    "pivot_mean": [listed(col) for col in full.pivot_table(index="g", columns="t", values="y", aggfunc="mean").to_numpy().T],
    "running_mean": full.groupby("g")["y"].expanding().mean().reset_index(level=0, drop=True).sort_index().tolist(),
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "preparation.json"), "w") as file:
    json.dump(ref, file)
