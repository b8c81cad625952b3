"""What bench/analysis.ts compares with, on columns that it is handed as raw doubles; reads them before the clock starts."""

import json
import sys
import time

import numpy as np
import pandas as pd
import scipy
import statsmodels
import statsmodels.api as sm
from scipy import stats

path, rows, columns, what = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
x = np.fromfile(path).reshape(columns, rows)


def since(begun):
    return time.perf_counter() - begun[0], time.process_time() - begun[1]


def ols():
    design = np.column_stack([np.ones(rows), x[1:].T])
    begun = (time.perf_counter(), time.process_time())
    fit = sm.OLS(x[0], design).fit()
    found = [float(fit.params[1]), float(fit.bse[1]), float(fit.rsquared)]
    return since(begun), found


def lstsq():
    design = np.column_stack([np.ones(rows), x[1:].T])
    begun = (time.perf_counter(), time.process_time())
    beta = np.linalg.lstsq(design, x[0], rcond=None)[0]
    return since(begun), [float(beta[1])]


def correlation():
    frame = pd.DataFrame(x.T)
    begun = (time.perf_counter(), time.process_time())
    made = frame.corr()
    return since(begun), [float(made.iloc[0, 1]), float(made.iloc[3, 7])]


def t_test():
    begun = (time.perf_counter(), time.process_time())
    made = stats.ttest_ind(x[0], x[1], equal_var=False)
    return since(begun), [float(made.statistic)]


def describe():
    begun = (time.perf_counter(), time.process_time())
    made = stats.describe(x[0])
    found = [float(made.mean), float(made.variance), float(made.skewness), float(made.kurtosis)]
    return since(begun), found


works = {"ols": ols, "lstsq": lstsq, "correlation": correlation, "t_test": t_test, "describe": describe}
(seconds, cpu), found = works[what]()
versions = f"numpy {np.__version__}, scipy {scipy.__version__}, pandas {pd.__version__}, statsmodels {statsmodels.__version__}"
print(json.dumps({"seconds": seconds, "cpu": cpu, "found": found, "versions": versions}))
