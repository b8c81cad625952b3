"""Recomputes every answer of questions.jsonl from tables/ (pandas, numpy, scipy, scikit-learn)."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import mean_absolute_error, mean_squared_error, r2_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from gold_file import gold, n, r, run, yes

MPG, BUDGET, GROSS, SPEED, CSAT = "Miles_per_Gallon", "Production Budget", "Worldwide Gross", "Speed IAS in knots", "CSAT (1-5)"
MEASURES = ["precipitation", "temp_max", "temp_min", "wind"]


def quartiles(x):
    q1, q3 = x.quantile(0.25), x.quantile(0.75)
    return q1, q3, q3 - q1


def top(counts):
    """The label and the count of the largest group; a tie for it is refused."""
    c = counts.sort_values(ascending=False)
    assert c.iloc[0] > c.iloc[1]
    return c.index[0], c.iloc[0]


def booked(t):
    assert t.Ref.iloc[-1] == "Grand total"
    return t.iloc[:-1]


def bill(t):
    return t.Bill.str.replace("[£,]", "", regex=True).astype(float)


def year(t, number):
    return t[t.year == number].set_index("country")


@gold(101)
def _(t):
    return {"avg_mpg": r(t[MPG].mean(), 2), "median_mpg": r(t[MPG].median(), 2)}


@gold(102)
def _(t):
    d = t[["Weight_in_lbs", MPG]].dropna()
    c, p = stats.pearsonr(d.Weight_in_lbs, d[MPG])
    a = abs(c)
    label = "not significant" if p >= 0.05 else "strong" if a >= 0.7 else "moderate" if a >= 0.4 else "weak"
    return {"r": r(c, 3), "p": r(p, 4), "association": label}


@gold(103)
def _(t):
    x = t.Horsepower.fillna(t.Horsepower.median())
    z = (x - x.mean()) / x.std(ddof=0)
    return {"missing_filled": n(t.Horsepower.isna().sum()), "max_scaled": r(z.max(), 3), "min_scaled": r(z.min(), 3)}


@gold(104)
def _(t):
    names = ["Horsepower", "Weight_in_lbs", "Acceleration"]
    d = t[[*names, MPG]].dropna()
    a, b, ya, yb = train_test_split(d[names], d[MPG], test_size=0.3, random_state=42)
    guess = LinearRegression().fit(a, ya).predict(b)
    return {"mse": r(mean_squared_error(yb, guess), 2), "r_squared": r(r2_score(yb, guess), 3)}


@gold(105)
def _(t):
    x = (t.Horsepower / t.Weight_in_lbs * 1000).dropna()
    groups = dict(list(x.groupby(t.Origin)))
    f, p = stats.f_oneway(*groups.values())
    means = {f"mean_{name.lower()}": r(groups[name].mean(), 2) for name in ("Europe", "Japan", "USA")}
    return {**means, "f_value": r(f, 2), "significant": yes(p < 0.05)}


@gold(106)
def _(t):
    m = t[MPG].groupby(pd.to_datetime(t.Year).dt.year).mean()
    return {"mean_1970": r(m[1970], 1), "mean_1982": r(m[1982], 1), "change": r(m[1982] - m[1970], 1)}


@gold(107)
def _(t):
    x = t.Acceleration
    q1, q3, iqr = quartiles(x)
    low, high = q1 - 1.5 * iqr, q3 + 1.5 * iqr
    return {"below": n((x < low).sum()), "above": n((x > high).sum()), "lower_fence": r(low, 4), "upper_fence": r(high, 4)}


@gold(108)
def _(t):
    x = t["Running Time min"]
    return {"skew": r(stats.skew(x), 2), "kurtosis": r(stats.kurtosis(x), 2)}


@gold(109)
def _(t):
    d = t.dropna(subset=[BUDGET])
    x = d[GROSS] - d[BUDGET]
    return {"top_film": d.Title[x.idxmax()], "median_profit": r(x.median(), 1), "loss_share": r((x < 0).mean() * 100, 2)}


@gold(110)
def _(t):
    d = t[["Rotten Tomatoes Rating", "IMDB Rating"]].dropna()
    c, p = stats.pearsonr(*d.to_numpy().T)
    rho = stats.spearmanr(*d.to_numpy().T).statistic
    return {"n_films": n(len(d)), "pearson": r(c, 3), "spearman": r(rho, 3), "agree": yes(c > 0.5 and p < 0.05)}


@gold(111)
def _(t):
    x = np.log10(t["IMDB Votes"].fillna(t["IMDB Votes"].mean()))
    return {"mean_log_votes": r(x.mean(), 3), "std_log_votes": r(x.std(), 3)}


@gold(112)
def _(t):
    m = t.groupby("MPAA Rating")[BUDGET].median()[["G", "PG", "PG-13", "R"]] / 1e6
    medians = {f"median_{name.lower().replace('-', '')}": r(m[name], 2) for name in m.index}
    return {**medians, "highest": top(m)[0]}


@gold(113)
def _(t):
    d = t.dropna(subset=[BUDGET])
    out = ((d[GROSS] - d[GROSS].mean()) / d[GROSS].std()).abs() > 3
    kept = d[~out]
    return {"r_all": r(d[BUDGET].corr(d[GROSS]), 3), "outliers": n(out.sum()), "r_without": r(kept[BUDGET].corr(kept[GROSS]), 3)}


@gold(114)
def _(t):
    month, count = top(pd.to_datetime(t["Release Date"], format="%b %d %Y").dt.month_name().value_counts())
    return {"month": month, "films": n(count)}


@gold(115)
def _(t):
    names = ["Running Time min", "Rotten Tomatoes Rating"]
    d = t[[*names, "IMDB Rating"]].dropna()
    a, b, ya, yb = train_test_split(d[names], d["IMDB Rating"], test_size=0.2, random_state=7)
    model = LinearRegression().fit(a, ya)
    c1, c2 = model.coef_
    return {"coef_running_time": r(c1, 4), "coef_critics": r(c2, 4), "mae": r(mean_absolute_error(yb, model.predict(b)), 3)}


@gold(116)
def _(t):
    missing = t[SPEED].isna()
    return {"missing": n(missing.sum()), "missing_percent": r(missing.mean() * 100, 2)}


@gold(117)
def _(t):
    phases = t.groupby("Phase of flight")
    count = phases.size()
    speed = phases[SPEED].mean()[count >= 50]
    phase, strikes = top(count)
    return {"most_strikes": phase, "n_strikes": n(strikes), "fastest_phase": top(speed)[0], "mean_speed": r(speed.max(), 2)}


@gold(118)
def _(t):
    damaged = t["Effect Amount of damage"].notna().astype(int)
    chi2, p, dof, _ = stats.chi2_contingency(pd.crosstab(damaged, t["Wildlife Size"]))
    large = damaged[t["Wildlife Size"] == "Large"].mean() * 100
    return {"chi2": r(chi2, 2), "dof": n(dof), "p_value": r(p, 4), "dependent": yes(p < 0.01), "damage_share_large": r(large, 2)}


@gold(119)
def _(t):
    x = t[SPEED]
    filled = x.fillna(x.groupby(t["Phase of flight"]).transform("mean"))
    return {"mean_before": r(x.mean(), 2), "std_before": r(x.std(), 2), "mean_after": r(filled.mean(), 2), "std_after": r(filled.std(), 2)}


@gold(120)
def _(t):
    day, night = (t[SPEED][t["Time of day"] == part].dropna() for part in ("Day", "Night"))
    s, p = stats.ttest_ind(day, night, equal_var=False)
    return {"t": r(s, 3), "p": r(p, 4), "equal_means": yes(p >= 0.05)}


@gold(121)
def _(t):
    c = pd.to_datetime(t["Flight Date"], format="%Y-%m-%d").dt.month.value_counts()
    (most, many), (least, few) = top(c), top(-c)
    return {"max_month": n(most), "max_count": n(many), "min_month": n(least), "min_count": n(-few)}


@gold(122)
def _(t):
    d = t.drop_duplicates()
    c = d["Handled By"].str.title().value_counts()
    name, count = top(c)
    return {"rows_left": n(len(d)), "agents": n(len(c)), "top_agent": name, "top_tickets": n(count)}


@gold(123)
def _(t):
    x = (pd.to_datetime(t["1st Reply"]) - pd.to_datetime(t.Opened)).dt.total_seconds() / 3600
    return {"mean_reply_hours": r(x.mean(), 2), "median_reply_hours": r(x.median(), 2), "p90_reply_hours": r(x.quantile(0.9), 2)}


@gold(124)
def _(t):
    x = t[CSAT]
    mode, _count = top(x.value_counts())
    return {"mode": n(mode), "filled": n(x.isna().sum()), "mean_before": r(x.mean(), 3), "mean_after": r(x.fillna(mode).mean(), 3)}


@gold(125)
def _(t):
    days = pd.to_datetime(t.Opened).dt.day_name()
    day, count = top(days.value_counts())
    return {"busiest_day": day, "tickets": n(count), "weekend_share": r(days.isin(["Saturday", "Sunday"]).mean() * 100, 2)}


@gold(126)
def _(t):
    d = t.dropna(subset=["Reopened?"])
    chi2, p, _, _ = stats.chi2_contingency(pd.crosstab(d["Reopened?"], d.Prio))
    return {"chi_square": r(chi2, 3), "p_value": r(p, 4), "related": yes(p < 0.05)}


@gold(127)
def _(t):
    d = t.dropna(subset=[CSAT])
    rho, p = stats.spearmanr(d.Prio.map({"Low": 1, "Normal": 2, "High": 3, "Urgent": 4}), d[CSAT])
    return {"n_scored": n(len(d)), "rho": r(rho, 3), "significant": yes(p < 0.05)}


@gold(128)
def _(t):
    share = t.Via.value_counts(normalize=True) * 100
    return {name.lower(): r(share[name], 2) for name in ("Chat", "Email", "Phone")}


@gold(129)
def _(t):
    x = bill(booked(t)).dropna()
    return {"bills": n(len(x)), "mean_bill": r(x.mean(), 2), "median_bill": r(x.median(), 2), "max_bill": r(x.max(), 2)}


@gold(130)
def _(t):
    d = booked(t)
    x = (pd.to_datetime(d.Date, format="%d/%m/%Y") - pd.to_datetime(d["Booked On"], format="%d/%m/%Y")).dt.days
    return {"mean_lead": r(x.mean(), 2), "median_lead": r(x.median(), 1), "same_day_percent": r((x == 0).mean() * 100, 2)}


@gold(131)
def _(t):
    d = booked(t)
    m = (d.Outcome == "No Show").groupby(d.Source.replace("web site", "Website")).mean() * 100
    assert len(m) == 4
    return {"phone": r(m["Phone"], 2), "tablenow": r(m["TableNow"], 2), "walk_in": r(m["Walk-in"], 2), "website": r(m["Website"], 2)}


@gold(132)
def _(t):
    x = t.Covers[t.Covers <= 20]
    return {"rows_removed": n(len(t) - len(x)), "mean_covers": r(x.mean(), 3), "std_covers": r(x.std(), 3)}


@gold(133)
def _(t):
    name, total = top(t.groupby("year").births.sum())
    return {"year": n(name), "total_births": n(total)}


@gold(134)
def _(t):
    weekend = t.day_of_week >= 6
    a, b = t.births[weekend].mean(), t.births[~weekend].mean()
    return {"weekend_mean": r(a, 2), "weekday_mean": r(b, 2), "ratio": r(a / b, 3)}


@gold(135)
def _(t):
    d = t[t.day_of_week == 1]
    q1, _, iqr = quartiles(d.births)
    bound = q1 - 1.5 * iqr
    low = d[d.births < bound]
    return {"low_days": n(len(low)), "lower_bound": r(bound, 2), "fewest": n(low.births.min())}


@gold(136)
def _(t):
    a, b = t.births[t.date_of_month == 13], t.births[t.date_of_month != 13]
    s, p = stats.ttest_ind(a, b)
    return {"mean_13": r(a.mean(), 2), "mean_other": r(b.mean(), 2), "t_statistic": r(s, 3), "differs": yes(p < 0.05)}


@gold(137)
def _(t):
    x = t.births[t.year == 2014]
    return {"skewness": r(x.skew(), 2), "normal": yes(stats.shapiro(x).pvalue >= 0.05)}


@gold(138)
def _(t):
    return {f"life_{y}": r(year(t, y).life_expect.mean(), 2) for y in (1955, 2005)}


@gold(139)
def _(t):
    change = (year(t, 2005) - year(t, 1955))[["fertility", "life_expect"]].dropna()
    c, p = stats.pearsonr(change.fertility, change.life_expect)
    return {"countries": n(len(change)), "r": r(c, 3), "p": r(p, 4)}


@gold(140)
def _(t):
    d = year(t, 2005)
    part = pd.cut(d.fertility, [0, 2, 4, np.inf], right=False, labels=["low", "medium", "high"])
    answers = {}
    for name in ("low", "medium", "high"):
        life = d.life_expect[part == name]
        answers |= {f"n_{name}": n(len(life)), f"life_{name}": r(life.mean(), 1)}
    return answers


@gold(141)
def _(t):
    a, b, ya, yb = train_test_split(t[["fertility"]], t.life_expect, test_size=0.25, random_state=42)
    model = LinearRegression().fit(a, ya)
    guess = model.predict(b)
    return {"slope": r(model.coef_[0], 3), "rmse": r(mean_squared_error(yb, guess) ** 0.5, 3), "r2": r(r2_score(yb, guess), 3)}


@gold(142)
def _(t):
    x = year(t, 2000)["pop"]
    return {"skew_pop": r(x.skew(), 3), "skew_log_pop": r(np.log(x).skew(), 3)}


@gold(143)
def _(t):
    name, factor = top((year(t, 2005)["pop"] / year(t, 1955)["pop"]).dropna())
    return {"country": name, "factor": r(factor, 2)}


@gold(144)
def _(t):
    m = t.groupby("location").temp_max.mean()
    return {"new_york": r(m["New York"], 2), "seattle": r(m["Seattle"], 2)}


@gold(145)
def _(t):
    s, p = stats.ttest_ind(t.wind[t.location == "New York"], t.wind[t.location == "Seattle"], equal_var=False)
    return {"t_statistic": r(s, 2), "p_value": r(p, 4), "windier": yes(p < 0.05 and s > 0)}


@gold(146)
def _(t):
    rest = t.temp_max - t.temp_max.groupby([t.location, pd.to_datetime(t.date).dt.month]).transform("mean")
    both = t.assign(rest=rest).pivot(index="date", columns="location", values=["temp_max", "rest"]).dropna()
    raw, free = (both[name]["New York"].corr(both[name]["Seattle"]) for name in ("temp_max", "rest"))
    return {"r_raw": r(raw, 3), "r_deseasonalised": r(free, 3)}


@gold(147)
def _(t):
    d = t[(t.location == "New York") & (t.precipitation > 0)]
    _, q3, iqr = quartiles(d.precipitation)
    extreme = d[d.precipitation > q3 + 3 * iqr]
    named = top(pd.to_datetime(extreme.date).dt.year.value_counts())[0]
    return {"threshold": r(q3 + 3 * iqr, 2), "extreme_days": n(len(extreme)), "year": n(named)}


@gold(148)
def _(t):
    a, b, ya, yb = train_test_split(t[MEASURES], (t.location == "Seattle").astype(int), test_size=0.2, random_state=42)
    return {"test_accuracy": r(make_pipeline(StandardScaler(), LogisticRegression()).fit(a, ya).score(b, yb), 2)}


@gold(149)
def _(t):
    p = stats.shapiro(t.engineers).pvalue
    return {"p_value": r(p, 4), "is_normal": yes(p >= 0.05)}


@gold(150)
def _(t):
    x = (t.population * t.engineers).set_axis(t.state)
    return {"state": x.idxmax(), "engineers_in_state": r(x.max(), 0), "engineers_in_all": r(x.sum(), 0)}


@gold(151)
def _(t):
    z = pd.Series(stats.zscore(t.hurricanes.to_numpy()), index=t.state)
    name, value = top(z)
    return {"exceptional_states": n((z > 2).sum()), "top_state": name, "top_z": r(value, 2)}


@gold(152)
def _(t):
    rho, p = stats.spearmanr(t.population, t.engineers)
    return {"kendall": r(stats.kendalltau(t.population, t.engineers).statistic, 3), "spearman": r(rho, 3), "significant": yes(p < 0.05)}


@gold(153)
def _(t):
    name, total = top(t.groupby("origin")["count"].sum())
    return {"origin": name, "flights": n(total)}


@gold(154)
def _(t):
    x = t["count"]
    q1, q3, iqr = quartiles(x)
    return {"q1": r(q1, 1), "median": r(x.median(), 1), "q3": r(q3, 1), "outlier_routes": n((x > q3 + 1.5 * iqr).sum())}


@gold(155)
def _(t):
    c = t.groupby("origin").destination.nunique()
    name, most = top(c)
    return {"max_destinations": n(most), "mean_destinations": r(c.mean(), 2), "airport": name}


@gold(156)
def _(t):
    c = t["animal group parent"].replace("cat", "Cat").value_counts()
    return {"cats": n(c["Cat"]), "birds": n(c["Bird"]), "dogs": n(c["Dog"]), "cat_share": r(c["Cat"] / len(t) * 100, 2)}


@gold(157)
def _(t):
    cost = t.groupby("cal_year")["incident-notional-cost"]
    answers = {}
    for y in (2019, 2020, 2021):
        answers |= {f"mean_{y}": r(cost.mean()[y], 2), f"total_{y}": n(cost.sum()[y])}
    return answers


@gold(158)
def _(t):
    part = pd.to_datetime(t["date_time of call"], format="%d/%m/%Y %H:%M").dt.hour // 6
    return {name: n((part == i).sum()) for i, name in enumerate(("night", "morning", "afternoon", "evening"))}


@gold(159)
def _(t):
    c = t.borough.value_counts()
    assert c.iloc[2] > c.iloc[3]
    name, count = top(c)
    return {"top_borough": name, "top_count": n(count), "top_three_total": n(c.iloc[:3].sum())}


@gold(160)
def _(t):
    high = t["special service type category"] == "Animal rescue from height"
    a, b = (t["PUMP HOURS TOTAL"][part].dropna() for part in (high, ~high))
    p = stats.mannwhitneyu(a, b).pvalue
    return {"mean_height": r(a.mean(), 3), "mean_other": r(b.mean(), 3), "p_value": r(p, 4), "differ": yes(p < 0.05)}


if __name__ == "__main__":
    run(Path(__file__).resolve().parent)
