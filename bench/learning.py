"""What bench/learning.ts compares with: scikit-learn on one thread, on columns that it is handed as raw doubles."""

import json
import sys
import time

import numpy as np
from sklearn.cluster import KMeans
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier

path, rows, columns = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
given = np.fromfile(path).reshape(columns + 2, rows)
x = np.ascontiguousarray(given[:columns].T)
y = given[columns].astype(int)
test = given[columns + 1] == 1
train = ~test


def timed(model):
    begun = time.perf_counter()
    model.fit(x[train], y[train])
    return time.perf_counter() - begun, float((model.predict(x[test]) == y[test]).mean())


def clusters():
    z = x - x.mean(0)
    z /= z.std(0)
    begun = time.perf_counter()
    model = KMeans(n_clusters=8, n_init=3, random_state=0).fit(z)
    return time.perf_counter() - begun, float(model.inertia_)


which = sys.argv[4]
made = (
    timed(RandomForestClassifier(100, random_state=0, n_jobs=1))
    if which == "forest"
    else timed(HistGradientBoostingClassifier(random_state=0))
    if which == "boosting"
    else clusters()
)
print(json.dumps({"seconds": made[0], "score": made[1]}))
