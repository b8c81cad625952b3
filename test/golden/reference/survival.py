"""Kaplan-Meier and log-rank by statsmodels: `python survival.py > survival.json`. Freireich's (1963) remission times."""

import json
import numpy as np
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

treated = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
seen = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
control = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
time = np.array(treated + control, dtype=float)
event = np.array(seen + [1] * 21)
group = np.array([0] * 21 + [1] * 21)
three = np.arange(42) % 3


def curve(of):
    s = SurvfuncRight(time[of], event[of])
    return {
        "times": s.surv_times.tolist(),
        "survival": s.surv_prob.tolist(),
        "se": [None if np.isnan(one) else one for one in s.surv_prob_se.tolist()],
        "at_risk": s.n_risk.tolist(),
        "median": s.quantile(0.5),
    }


def test(groups, weight=None):
    chi2, p = survdiff(time, event, groups, weight_type=weight)
    return {"chi2": float(chi2), "p": float(p)}


print(json.dumps({
    "time": time.tolist(), "event": event.tolist(), "group": group.tolist(), "three": three.tolist(),
    "treated": curve(group == 0), "control": curve(group == 1),
    "log_rank": test(group), "log_rank_three": test(three), "breslow": test(group, "gb"),
}, indent=1))
