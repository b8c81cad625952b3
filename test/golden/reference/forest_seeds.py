"""scikit-learn's random forests, mean over ten seeds, on the splits of data/*.csv: python3 forest_seeds.py > forest_seeds.json"""
import csv, json
import numpy as np
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

made = {}
for name in ("iris", "wine", "breast_cancer", "digits", "diabetes"):
    rows = np.array([[float(v) for v in row] for row in list(csv.reader(open(f"data/{name}.csv")))[1:]])
    x, y, test = rows[:, :-2], rows[:, -2], rows[:, -1] == 1
    kind = RandomForestRegressor if name == "diabetes" else RandomForestClassifier
    scores = [kind(100, random_state=s).fit(x[~test], y[~test]).score(x[test], y[test]) for s in range(10)]
    made[name] = {"mean": float(np.mean(scores)), "least": min(scores), "most": max(scores)}
print(json.dumps(made, indent=1))
