"""Makes collinear.json: scikit-learn's LinearRegression where columns determine others (indicators of every label, a sum)."""

import json
import os

import numpy as np
from sklearn.linear_model import LinearRegression

rng = np.random.default_rng(11)
n = 60
label = rng.integers(0, 3, n)
a = rng.normal(20, 5, n).round(3)
b = rng.normal(3, 1, n).round(3)
x = np.column_stack([a, label == 0, label == 1, label == 2, b, 2 * a - b]).astype(float)
y = (1.5 * a - 2 * b + 4 * (label == 1) + rng.normal(0, 1, n)).round(3)
model = LinearRegression().fit(x, y)
made = {"x": x.T.tolist(), "y": y.tolist(), "sklearn": {"coef": model.coef_.tolist(), "intercept": float(model.intercept_)}}
with open(os.path.join(os.path.dirname(__file__), "collinear.json"), "w") as file:
    json.dump(made, file)
