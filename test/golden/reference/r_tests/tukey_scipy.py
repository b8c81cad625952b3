"""The 21 Tukey comparisons by scipy.stats.tukey_hsd, whose tails are integrated to full precision: python3 tukey_scipy.py"""
import csv, json
from scipy.stats import tukey_hsd

SETS = {"PlantGrowth": ("weight", "group"), "chickwts": ("weight", "feed"), "iris": ("Sepal.Length", "Species")}
made = {}
for name, (column, by) in SETS.items():
    rows = list(csv.DictReader(open(f"data/{name}.csv")))
    levels = sorted({row[by] for row in rows})
    result = tukey_hsd(*[[float(row[column]) for row in rows if row[by] == level] for level in levels])
    ci = result.confidence_interval()
    for i, later in enumerate(levels):
        for j, earlier in enumerate(levels[:i]):
            made[f"{name} {later}-{earlier}"] = {
                "diff": result.statistic[i, j], "lwr": ci.low[i, j], "upr": ci.high[i, j], "p_adj": result.pvalue[i, j]}
json.dump(made, open("tukey_scipy.json", "w"), indent=1)
