"""Intervals of effect sizes, repeated measures, multinomial regression and measures of association, by scipy, statsmodels
and scikit-learn: `python inference.py > inference.json`. The inputs are those of inputs.json and R's own data."""

import csv
import json
import os
import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats
from scipy.optimize import brentq
from sklearn.metrics import mutual_info_score
from statsmodels.stats.anova import AnovaRM
from statsmodels.stats.contingency_tables import StratifiedTable, Table2x2, mcnemar
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW
from statsmodels.stats.stattools import durbin_watson

here = os.path.dirname(os.path.abspath(__file__))
inputs = json.load(open(os.path.join(here, "inputs.json")))
vec = lambda name: np.array(inputs[name], dtype=float)
out = {}

# Repeated measures: 12 subjects in 4 conditions (made once, written down).
rng = np.random.default_rng(7)
subject = rng.normal(0, 2, 12)
measured = np.round(10 + subject[:, None] + np.array([0, 0.6, 1.1, 0.4]) + rng.normal(0, [0.5, 0.8, 1.4, 2.0], (12, 4)), 3)
out["measured"] = measured.T.tolist()
long = pd.DataFrame([(i, j, measured[i, j]) for i in range(12) for j in range(4)], columns=["s", "c", "y"])
rm = AnovaRM(long, "y", "s", within=["c"]).fit().anova_table.iloc[0]
# Greenhouse and Geisser's epsilon from the eigenvalues of the covariance of orthonormal contrasts.
k, n = 4, 12
helmert = np.linalg.qr(np.column_stack([np.ones(k), np.eye(k)[:, : k - 1]]))[0][:, 1:]
contrast = helmert.T @ np.cov(measured.T) @ helmert
eig = np.linalg.eigvalsh(contrast)
gg = eig.sum() ** 2 / ((k - 1) * (eig**2).sum())
hf = min(1, (n * (k - 1) * gg - 2) / ((k - 1) * (n - 1 - (k - 1) * gg)))
f, d1, d2 = rm["F Value"], rm["Num DF"], rm["Den DF"]
mauchly = np.linalg.det(contrast) / (np.trace(contrast) / (k - 1)) ** (k - 1)
mdf = k * (k - 1) / 2 - 1
mchi = -(n - 1 - (2 * (k - 1) ** 2 + (k - 1) + 2) / (6 * (k - 1))) * np.log(mauchly)
out["repeated"] = {
    "f": f, "df1": d1, "df2": d2, "p": rm["Pr > F"], "epsilon": gg, "correctedP": stats.f.sf(f, d1 * gg, d2 * gg),
    "huynhFeldt": hf, "huynhFeldtP": stats.f.sf(f, d1 * hf, d2 * hf), "partialEtaSquared": f * d1 / (f * d1 + d2),
    "mauchlyW": mauchly, "mauchlyP": stats.chi2.sf(mchi, mdf),
}


def lam(sf, lo_p=0.025):
    lo = 0 if sf(1e-12) >= lo_p else brentq(lambda l: sf(l) - lo_p, 1e-12, 1e4, xtol=1e-13, rtol=1e-14)
    hi = 0 if sf(1e-12) >= 1 - lo_p else brentq(lambda l: sf(l) - 1 + lo_p, 1e-12, 1e4, xtol=1e-13, rtol=1e-14)
    return lo, hi


def eta(f, a, b):
    return [l / (l + a + b + 1) for l in lam(lambda l: stats.ncf.sf(f, a, b, l))]


groups = [vec(g) for g in ["g1", "g2", "g3", "g4"]]
F = stats.f_oneway(*groups)
N = sum(map(len, groups))
out["eta"] = eta(F.statistic, 3, N - 4)
out["eta_null"] = eta(0.4, 2, 30)
out["eta_repeated"] = eta(f, d1, d2)

t34 = np.array(inputs["t3x4"])
chi = stats.chi2_contingency(t34, correction=False)
G = stats.chi2_contingency(t34, correction=False, lambda_="log-likelihood")
out["cramer"] = {
    "v": stats.contingency.association(t34, method="cramer"),
    "ci": [np.sqrt(l / (t34.sum() * 2)) for l in lam(lambda l: stats.ncx2.sf(chi.statistic, chi.dof, l))],
}
rows = np.repeat(np.arange(3), t34.sum(1))
cols = np.concatenate([np.repeat(np.arange(4), row) for row in t34])
out["mutual"] = {"nats": mutual_info_score(rows, cols), "p": G.pvalue, "chi2": G.statistic}

t22 = np.array(inputs["t2x2"])
odds = Table2x2(t22)
out["odds"] = {"value": odds.oddsratio, "ci": list(odds.oddsratio_confint())}
exact = mcnemar(t22, exact=True)
b, c = t22[0, 1], t22[1, 0]
share = proportion_confint(b, b + c, method="beta")
out["mcnemar"] = {"exact_p": exact.pvalue, "ratio": b / c, "ci": [s / (1 - s) for s in share]}
strata = [t22, np.array([[12, 5], [7, 9]]), np.array([[20, 14], [11, 16]])]
cmh = StratifiedTable([np.array(one) for one in strata])
test = cmh.test_null_odds(correction=True)
out["strata"] = [np.array(one).tolist() for one in strata]
out["cmh"] = {"chi2": test.statistic, "p": test.pvalue, "odds": cmh.oddsratio_pooled, "ci": list(cmh.oddsratio_pooled_confint())}
out["cmh_plain"] = {"chi2": cmh.test_null_odds(correction=False).statistic}
out["breslow_day"] = {"chi2": cmh.test_equal_odds().statistic, "p": cmh.test_equal_odds().pvalue}

# Newcombe's method 5 for U / nm.
a, bb = vec("a"), vec("b")
n1, n2 = len(a), len(bb)
theta = stats.mannwhitneyu(a, bb).statistic / (n1 * n2)
z = stats.norm.ppf(0.975)
half = (n1 + n2) / 2 - 1
error = lambda t: z * np.sqrt(t * (1 - t) * (1 + half * (1 - t) / (2 - t) + half * t / (1 + t)) / (n1 * n2))
out["superiority"] = {
    "value": theta,
    "ci": [brentq(lambda t: theta - t - error(t), 1e-9, theta, xtol=1e-15), brentq(lambda t: t - theta - error(t), theta, 1 - 1e-9, xtol=1e-15)],
}
diff = vec("pre") - vec("post")
diff = diff[diff != 0]
ranks = stats.rankdata(np.abs(diff))
rb = (ranks[diff > 0].sum() - ranks[diff < 0].sum()) / ranks.sum()
m = len(diff)
reach = z * np.sqrt((2 * m**3 + 3 * m**2 + m) / 6) / ((m * m + m) / 2)
out["paired_rank_biserial"] = {"value": rb, "ci": [np.tanh(np.arctanh(rb) - reach), np.tanh(np.arctanh(rb) + reach)]}

# Intervals.
low, high = DescrStatsW(a).tconfint_mean()
out["mean"] = {"value": a.mean(), "ci": [low, high], "se": stats.sem(a)}
v = a.var(ddof=1)
out["variance"] = {"value": v, "ci": [(n1 - 1) * v / stats.chi2.ppf(q, n1 - 1) for q in (0.975, 0.025)]}
skew = np.sort(vec("skew"))
lo = int(stats.binom.ppf(0.025, len(skew), 0.5))
lo = lo if stats.binom.cdf(lo, len(skew), 0.5) <= 0.025 else lo - 1
out["median_ranks"] = {"value": np.median(skew), "ci": [skew[lo], skew[len(skew) - 1 - lo]]}
boot = stats.bootstrap((vec("skew"),), np.median, n_resamples=20000, method="BCa", rng=np.random.default_rng(1), vectorized=True)
out["median_bca"] = {"ci": list(boot.confidence_interval), "se": boot.standard_error}
sdboot = stats.bootstrap((vec("skew"),), lambda x, axis: np.std(x, ddof=1, axis=axis), n_resamples=20000, method="BCa", rng=np.random.default_rng(2))
out["sd_bca"] = {"ci": list(sdboot.confidence_interval), "se": sdboot.standard_error}

# Kolmogorov-Smirnov with the sample's own mean and sd.
ks = stats.kstest(a, "norm", args=(a.mean(), a.std(ddof=1)))
out["ks_own"] = {"d": ks.statistic, "p": ks.pvalue}
ks0 = stats.kstest(stats.zscore(a), "norm")
out["ks_zscored"] = {"d": ks0.statistic, "p": ks0.pvalue}
out["ks_tail"] = [stats.kstwo.sf(d, n) for n, d in [(600, 0.03), (600, 0.06), (600, 0.09), (5000, 0.01), (5000, 0.02), (5000, 0.03), (10**6, 0.001)]]

out["nct"] = [stats.nct.sf(*one) for one in [(12, 1, 13), (14, 50, 13), (20, 50, 13), (30, 5, 25), (100, 100, 90), (40, 1900, 39), (10, 10, 11.999), (10, 10, 12.001)]]

# Partial correlation's interval by Fisher's z with one df less for each control.
cx, cy, cz = vec("cx"), vec("cy"), vec("cz")
res = lambda y: y - sm.OLS(y, sm.add_constant(cz)).fit().fittedvalues
pr = np.corrcoef(res(cx), res(cy))[0, 1]
se = 1 / np.sqrt(len(cx) - 3 - 1)
out["partial"] = {"r": pr, "ci": [np.tanh(np.arctanh(pr) - z * se), np.tanh(np.arctanh(pr) + z * se)]}

# Multinomial logistic regression of R's mtcars: gears by weight and horse power would separate; quarter mile and mpg do not.
cars = list(csv.DictReader(open(os.path.join(here, "r_tests", "data", "mtcars.csv"))))
frame = pd.DataFrame({key: [float(row[key]) for row in cars] for key in ["cyl", "gear", "mpg", "qsec", "carb", "drat", "am"]})
three = pd.cut(frame["carb"], [0, 1, 2, 10], labels=["one", "two", "more"]).astype(str)
codes = pd.Categorical(three, categories=sorted(set(three)))
fit = sm.MNLogit(codes.codes, sm.add_constant(frame[["qsec", "drat"]])).fit(disp=0, method="newton", maxiter=100, tol=1e-14)
out["multinomial"] = {
    "labels": list(map(str, three)), "qsec": frame["qsec"].tolist(), "drat": frame["drat"].tolist(),
    "result": {
        name: {"coef": fit.params.iloc[:, at].tolist(), "se": fit.bse.iloc[:, at].tolist(), "p": fit.pvalues.iloc[:, at].tolist()}
        for at, name in enumerate(codes.categories[1:])
    }
    | {"loglik": fit.llf, "null": fit.llnull, "pseudo": fit.prsquared, "aic": fit.aic, "bic": fit.bic},
}

# Weighted least squares with robust and clustered errors.
reg = inputs["reg"]
X = sm.add_constant(pd.DataFrame({key: reg[key] for key in ["x1", "x2", "x3", "x4"]}))
w = sm.WLS(np.array(reg["y"]), X, weights=np.array(reg["w"]))
plain = w.fit()
out["wls"] = {
    "HC1": w.fit(cov_type="HC1").bse.tolist(), "HC3": w.fit(cov_type="HC3").bse.tolist(),
    "cluster": w.fit(cov_type="cluster", cov_kwds={"groups": pd.factorize(np.array(reg["grp"]))[0]}).bse.tolist(),
    "durbin_watson": durbin_watson(plain.wresid),
}
# Cook's distances by the definition: the shift of all fitted values when a row is left out.
y, W, M = np.array(reg["y"]), np.array(reg["w"]), X.to_numpy()
cooks = []
for row in range(len(y)):
    keep = np.arange(len(y)) != row
    shift = M @ (plain.params.to_numpy() - sm.WLS(y[keep], M[keep], weights=W[keep]).fit().params)
    cooks.append(float((W * shift**2).sum() / (M.shape[1] * plain.mse_resid)))
out["wls"]["cooks"] = cooks

desc = stats.describe(vec("skew"))
out["pearson_kurtosis"] = stats.kurtosis(vec("skew"), fisher=False)
h = 2 * np.arcsin(np.sqrt(0.45)) - 2 * np.arcsin(np.sqrt(30 / 110))
out["cohen_h"] = {"value": h, "ci": [h - z * np.sqrt(1 / 100 + 1 / 110), h + z * np.sqrt(1 / 100 + 1 / 110)]}
print(json.dumps(out, indent=1, default=float))
