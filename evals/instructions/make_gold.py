"""Recomputes every answer of questions.jsonl from tables/ (pandas, numpy, scipy, scikit-learn)."""

from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import mean_absolute_error, mean_squared_error, r2_score
from sklearn.model_selection import train_test_split

from gold_file import gold, n, r, run, yes

RATES = ["ShareWomen", "Unemployment_rate"]
MASS, FLIPPER, LENGTH, DEPTH = "Body Mass (g)", "Flipper Length (mm)", "Beak Length (mm)", "Beak Depth (mm)"


def fences(x):
    q1, q3 = x.quantile(0.25), x.quantile(0.75)
    return q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1)


def salary(t):
    return t["Salary (FTE)"].str.replace(",", "").astype(int)


@gold(1)
def _(t):
    return {"mean_median": r(t.Median.mean(), 2), "std_median": r(t.Median.std(), 2)}


@gold(2)
def _(t):
    return {"skewness": r(t.Unemployment_rate.skew(), 3), "kurtosis": r(t.Unemployment_rate.kurt(), 3)}


@gold(3)
def _(t):
    d = t[["ShareWomen", "Median"]].dropna()
    c, p = stats.pearsonr(d.ShareWomen, d.Median)
    a = abs(c)
    label = "none" if p >= 0.05 else "strong" if a >= 0.6 else "moderate" if a >= 0.3 else "weak"
    return {"r_value": r(c, 2), "p_value": r(p, 4), "relationship": label}


@gold(4)
def _(t):
    low, high = fences(t.P75th)
    inside = t.P75th.between(low, high)
    return {"outlier_count": n((~inside).sum()), "mean_without_outliers": r(t.P75th[inside].mean(), 2)}


@gold(5)
def _(t):
    rho, p = stats.spearmanr(t.P75th - t.P25th, t.Sample_size)
    return {"spearman_rho": r(rho, 3), "p_value": r(p, 4), "significant": yes(p < 0.05)}


@gold(6)
def _(t):
    d = t[[*RATES, "Median"]].dropna()
    a, b, ya, yb = train_test_split(d[RATES], d.Median, test_size=0.2, random_state=42)
    guess = LinearRegression().fit(a, ya).predict(b)
    return {"r2": r(r2_score(yb, guess), 3), "rmse": r(mean_squared_error(yb, guess) ** 0.5, 2)}


@gold(7)
def _(t):
    m = t.groupby("Major_category").Median.mean()
    return {"top_category": m.idxmax(), "top_mean": r(m.max(), 2)}


@gold(8)
def _(t):
    jobs = t.Low_wage_jobs
    total = t.Total.fillna(t.Total.median())
    return {"skew_before": r(jobs.skew(), 2), "skew_after": r(np.log1p(jobs).skew(), 2), "total_mean_filled": r(total.mean(), 2)}


@gold(9)
def _(t):
    x = t.temp_max
    return {"mean_temp_max": r(x.mean(), 1), "median_temp_max": r(x.median(), 1), "range_temp_max": r(x.max() - x.min(), 1)}


@gold(10)
def _(t):
    m = t.precipitation.groupby(pd.to_datetime(t.date).dt.month).mean()
    return {"wettest_month": n(m.idxmax()), "mean_precipitation": r(m.max(), 2)}


@gold(11)
def _(t):
    x = t.temp_max - t.temp_min
    return {"temp_span_mean": r(x.mean(), 2), "temp_span_median": r(x.median(), 2), "temp_span_std": r(x.std(), 2)}


@gold(12)
def _(t):
    w, p = stats.shapiro(t.temp_max)
    return {"w_statistic": r(w, 3), "is_normal": yes(p >= 0.05)}


@gold(13)
def _(t):
    x = t.precipitation
    out = np.abs(stats.zscore(x)) > 3
    return {"n_outliers": n(out.sum()), "mean_before": r(x.mean(), 3), "mean_after": r(x[~out].mean(), 3)}


@gold(14)
def _(t):
    a, b, ya, yb = train_test_split(
        t[["temp_max", "temp_min", "wind"]], (t.weather == "rain").astype(int), test_size=0.3, random_state=42
    )
    return {"accuracy": r(LogisticRegression(max_iter=1000).fit(a, ya).score(b, yb), 2)}


@gold(15)
def _(t):
    s, p = stats.ttest_ind(t.wind[t.weather == "rain"], t.wind[t.weather == "sun"], equal_var=False)
    return {"t_statistic": r(s, 2), "p_value": r(p, 4), "different": yes(p < 0.05)}


@gold(16)
def _(t):
    c = t[["precipitation", "temp_max", "temp_min", "wind"]].corr().temp_max.drop("temp_max")
    name = c.abs().idxmax()
    return {"strongest_column": name, "correlation": r(c[name], 3)}


@gold(17)
def _(t):
    c = t.weather.value_counts()
    kinds = {kind: n(c[kind]) for kind in ("drizzle", "fog", "rain", "snow", "sun")}
    return {**kinds, "most_frequent": c.idxmax(), "share": r(c.max() / len(t) * 100, 2)}


@gold(18)
def _(t):
    names = ["winter", "spring", "summer", "autumn"]
    season = pd.to_datetime(t.date).dt.month.map(lambda month: names[month % 12 // 3])
    f, p = stats.f_oneway(*[t.wind[season == name] for name in names])
    return {"f_statistic": r(f, 2), "p_value": r(p, 4), "windiest_season": t.wind.groupby(season).mean().idxmax()}


@gold(19)
def _(t):
    m = t.groupby("Species")[MASS].mean()
    return {f"mean_{name.lower()}": r(m[name], 2) for name in ("Adelie", "Chinstrap", "Gentoo")}


@gold(20)
def _(t):
    x = t[FLIPPER]
    filled = x.fillna(x.mean())
    return {"mean_before": r(x.mean(), 3), "std_before": r(x.std(), 3), "mean_after": r(filled.mean(), 3), "std_after": r(filled.std(), 3)}


@gold(21)
def _(t):
    chi2, p, dof, _ = stats.chi2_contingency(pd.crosstab(t.Species, t.Island))
    return {"chi2": r(chi2, 2), "dof": n(dof), "p_value": r(p, 4), "independent": yes(p >= 0.05)}


@gold(22)
def _(t):
    f, p = stats.f_oneway(*[g.dropna() for _, g in t.groupby("Species")[LENGTH]])
    return {"f_value": r(f, 2), "reject_null": yes(p < 0.01).capitalize()}


@gold(23)
def _(t):
    d = t[[FLIPPER, MASS]].dropna()
    line = stats.linregress(d[FLIPPER], d[MASS])
    return {"slope": r(line.slope, 2), "intercept": r(line.intercept, 2), "r_squared": r(line.rvalue**2, 3)}


@gold(24)
def _(t):
    x = t[DEPTH].dropna()
    z = (x - x.min()) / (x.max() - x.min())
    return {"scaled_mean": r(z.mean(), 4), "scaled_median": r(z.median(), 4), "scaled_variance": r(z.var(), 4)}


@gold(25)
def _(t):
    ratio = t[LENGTH] / t[DEPTH]
    m = ratio.groupby(t.Species).mean()
    return {"species": m.idxmax(), "mean_ratio": r(m.max(), 3), "max_ratio": r(ratio.max(), 3)}


@gold(26)
def _(t):
    p = stats.shapiro(t[MASS][t.Species == "Adelie"].dropna()).pvalue
    return {"p_value": r(p, 4), "is_normal": yes(p > 0.05)}


@gold(27)
def _(t):
    left = len(t.dropna())
    return {"missing_sex": n(t.Sex.isna().sum()), "rows_with_missing": n(len(t) - left), "rows_left": n(left)}


@gold(28)
def _(t):
    d = t.dropna(subset=[MASS])
    dummies = pd.get_dummies(d.Island).astype(int)
    return {f"corr_{name.lower()}": r(dummies[name].corr(d[MASS]), 2) for name in ("Biscoe", "Dream", "Torgersen")}


@gold(29)
def _(t):
    x = t["Peak Temp C"]
    good = x[x != -999].dropna()
    return {"failed_readings": n((x == -999).sum()), "mean_temp": r(good.mean(), 2), "median_temp": r(good.median(), 2)}


@gold(30)
def _(t):
    d = t.drop_duplicates()
    return {"rows_removed": n(len(t) - len(d)), "mean_before": r(t["Down Min"].mean(), 2), "mean_after": r(d["Down Min"].mean(), 2)}


@gold(31)
def _(t):
    c = t.Cause.dropna().str.strip().str.lower().value_counts()
    assert c.iloc[0] > c.iloc[1]
    return {"most_frequent_cause": c.index[0], "occurrences": n(c.iloc[0]), "distinct_causes": n(len(c))}


@gold(32)
def _(t):
    low, high = fences(t["Down Min"])
    return {"lower_bound": r(low, 2), "upper_bound": r(high, 2), "outliers": n((~t["Down Min"].between(low, high)).sum())}


@gold(33)
def _(t):
    d = t.drop_duplicates("Evt ID")
    d = d[d["Stop Class"] == "Breakdown"]
    c = pd.to_datetime(d["Start (m/d/y)"], format="%m/%d/%Y %H:%M").dt.day_name().value_counts()
    assert c.iloc[0] > c.iloc[1]
    return {"weekday": c.index[0], "breakdowns": n(c.iloc[0])}


@gold(34)
def _(t):
    chi2, p, _, _ = stats.chi2_contingency(pd.crosstab(t.Shift, t["Stop Class"]))
    return {"chi_square": r(chi2, 2), "p_value": r(p, 4), "associated": yes(p < 0.05)}


@gold(35)
def _(t):
    s = t.groupby("Type")["Parts $"].sum()
    return {f"total_{name.lower()}": r(s[name], 2) for name in ("Cutter", "Oven", "Packer", "Press")}


@gold(36)
def _(t):
    rho = stats.spearmanr(2025 - t["Yr Built"], t["Vib mm/s"], nan_policy="raise").statistic
    a = abs(rho)
    strength = "negligible" if a < 0.1 else "weak" if a < 0.3 else "moderate" if a < 0.5 else "strong"
    return {"rho": r(rho, 2), "direction": "positive" if rho > 0 else "negative", "strength": strength}


@gold(37)
def _(t):
    m = t[t["Down Min"] < 1000].groupby("Shift")["Down Min"].mean()
    return {f"mean_{name.lower()}": r(m[name], 2) for name in ("Early", "Late", "Night")}


@gold(38)
def _(t):
    x = salary(t)
    return {"mean_salary": r(x.mean(), 2), "median_salary": r(x.median(), 2), "max_salary": n(x.max())}


@gold(39)
def _(t):
    x = t["Sick Days 12m"]
    filled = x.fillna(x.median())
    return {
        "imputed": n(x.isna().sum()),
        "mean_before": r(x.mean(), 2),
        "mean_after": r(filled.mean(), 2),
        "std_before": r(x.std(), 2),
        "std_after": r(filled.std(), 2),
    }


@gold(40)
def _(t):
    d = t.drop_duplicates().dropna(subset=["Left"])
    days = (pd.to_datetime(d.Left, format="%d.%m.%Y") - pd.to_datetime(d.Start, format="%d.%m.%Y")).dt.days
    return {"leavers": n(len(days)), "mean_days": r(days.mean(), 1), "max_days": n(days.max())}


@gold(41)
def _(t):
    x = salary(t)
    m, f = x[t["M/F"] == "M"], x[t["M/F"] == "F"]
    s, p = stats.ttest_ind(m, f)
    return {"mean_m": r(m.mean(), 2), "mean_f": r(f.mean(), 2), "t_value": r(s, 3), "p_value": r(p, 4), "significant": yes(p < 0.05)}


@gold(42)
def _(t):
    m = (salary(t) * t.FTE).groupby(t.Dept).mean()
    return {"department": m.idxmax(), "average_actual_pay": r(m.max(), 2)}


@gold(43)
def _(t):
    c = pd.cut(salary(t), [0, 25000, 30000, 35000, np.inf], right=False, labels=["low", "middle", "upper", "top"]).value_counts()
    return {band: n(c[band]) for band in ("low", "middle", "upper", "top")}


@gold(44)
def _(t):
    c = t["Why Left"].value_counts()
    assert c.iloc[0] > c.iloc[1]
    return {"reason": c.index[0], "percentage": r(c.iloc[0] / c.sum() * 100, 1)}


@gold(45)
def _(t):
    return {"correlation_coefficient": r(t.manufacturing.corr(t.construction), 3)}


@gold(46)
def _(t):
    m = t.nonfarm_change.groupby(pd.to_datetime(t.month).dt.year).mean()
    return {"lowest_year": n(m.idxmin()), "lowest_mean": r(m.min(), 2), "highest_year": n(m.idxmax()), "highest_mean": r(m.max(), 2)}


@gold(47)
def _(t):
    a, b, ya, yb = train_test_split(t[["construction", "retail_trade", "government"]], t.nonfarm, test_size=0.25, random_state=0)
    guess = LinearRegression().fit(a, ya).predict(b)
    return {"mae": r(mean_absolute_error(yb, guess), 2), "r2": r(r2_score(yb, guess), 4)}


@gold(48)
def _(t):
    x = t.nonfarm_change
    out = ((x - x.mean()) / x.std()).abs() > 2
    return {"number_of_outliers": n(out.sum()), "min_after": n(x[~out].min())}


@gold(49)
def _(t):
    x = (t.manufacturing / t.nonfarm * 100)[t.month.argsort()]
    first, last = x.iloc[0], x.iloc[-1]
    return {"first_share": r(first, 2), "last_share": r(last, 2), "change": r(last - first, 2)}


@gold(50)
def _(t):
    raw, log = t.income.corr(t.health), np.log10(t.income).corr(t.health)
    return {"r_raw": r(raw, 3), "r_log": r(log, 3), "stronger": yes(abs(log) > abs(raw))}


@gold(51)
def _(t):
    x = t.set_index("country").health
    assert (x == x.max()).sum() == (x == x.min()).sum() == 1
    return {"highest": x.idxmax(), "lowest": x.idxmin(), "mean_health": r(x.mean(), 2)}


@gold(52)
def _(t):
    f, p = stats.f_oneway(*[g for _, g in t.groupby("region").health])
    return {"f_statistic": r(f, 2), "p_value": r(p, 4), "lowest_region": t.groupby("region").health.mean().idxmin()}


@gold(53)
def _(t):
    m = t.health.groupby(pd.qcut(t.income, 4, labels=False)).mean()
    return {f"mean_q{part + 1}": r(m[part], 2) for part in range(4)}


@gold(54)
def _(t):
    a, b, ya, yb = train_test_split(np.log(t[["income"]]), t.health, test_size=0.3, random_state=1)
    model = LinearRegression().fit(a, ya)
    return {"coefficient": r(model.coef_[0], 3), "rmse": r(mean_squared_error(yb, model.predict(b)) ** 0.5, 3)}


@gold(55)
def _(t):
    raw, log = stats.skew(t.population), stats.skew(np.log(t.population))
    return {"skew_raw": r(raw, 2), "skew_log": r(log, 2), "raw_symmetric": yes(abs(raw) <= 0.5), "log_symmetric": yes(abs(log) <= 0.5)}


@gold(56)
def _(t):
    m = t.groupby("symbol").price.mean()
    return {f"mean_{name.lower()}": r(m[name], 2) for name in ("AAPL", "AMZN", "GOOG", "IBM", "MSFT")}


@gold(57)
def _(t):
    d = t[t.symbol == "IBM"].assign(date=lambda d: pd.to_datetime(d.date, format="%b %d %Y")).sort_values("date")
    x = d.price.pct_change().dropna() * 100
    return {"mean_return": r(x.mean(), 2), "std_return": r(x.std(), 2), "best_return": r(x.max(), 2)}


@gold(58)
def _(t):
    d = t.pivot(index="date", columns="symbol", values="price")[["MSFT", "AMZN"]].dropna()
    c, p = stats.pearsonr(d.MSFT, d.AMZN)
    return {"n_dates": n(len(d)), "r": r(c, 3), "significant": yes(p < 0.05)}


@gold(59)
def _(t):
    m = (t.CO2 - t["adjusted CO2"]).groupby(pd.to_datetime(t.Date).dt.month).mean()
    return {"peak_month": n(m.idxmax()), "mean_seasonal": r(m.max(), 2)}


@gold(60)
def _(t):
    c = t.Group.dropna().replace("media", "Media").value_counts()
    return {"group": c.index[0], "count": n(c.iloc[0]), "share": r(c.iloc[0] / c.sum() * 100, 2)}


if __name__ == "__main__":
    run(Path(__file__).parent)
