"""Answers to instructions of several steps, computed with pandas, scipy and scikit-learn.

Writes procedure_clinic.csv (made here, seeded) and procedure.json: a line a question, with what a reply must hold.
"""
import json
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import accuracy_score, mean_absolute_error, mean_squared_error, r2_score
from sklearn.model_selection import train_test_split

HERE = Path(__file__).parent
random = np.random.default_rng(20261121)
n = 240
age = np.round(random.normal(48, 15, n).clip(1, 95)).astype(float)
ward = random.choice(["North", "South", "East"], n, p=[0.4, 0.35, 0.25])
sex = random.choice(["female", "male"], n)
smoker = (random.random(n) < 0.3).astype(int)
stay = random.poisson(4, n) + 1
cost = np.round(200 + 12 * age + 90 * stay + 300 * smoker + random.gamma(2, 120, n), 2)
cost[:6] = [9500.5, 8800.25, 9100.75, 8300.5, 7900.25, 7700.5]
pulse_before = np.round(random.normal(80, 9, n), 1)
pulse_after = np.round(pulse_before - 4 + random.normal(0, 3, n), 1)
table = pd.DataFrame(
    {
        "visit_id": np.arange(1001, 1001 + n),
        "Ward": ward,
        "Sex": sex,
        "Age": age,
        "Smoker": smoker,
        "StayDays": stay,
        "Cost": cost,
        "PulseBefore": pulse_before,
        "PulseAfter": pulse_after,
        "Admitted": pd.date_range("2022-01-01", periods=n, freq="3D").strftime("%Y-%m-%d"),
    }
)
table.loc[random.choice(n, 17, replace=False), "Age"] = np.nan
table.loc[random.choice(n, 9, replace=False), "PulseAfter"] = np.nan
table.to_csv(HERE / "procedure_clinic.csv", index=False)
t = pd.read_csv(HERE / "procedure_clinic.csv")

cases: list[dict] = []


TABLE = "procedure_clinic.csv"


def case(family, question, form, **answers):
    cases.append({"family": family, "table": TABLE, "question": f"{question}\n{form}", "answers": {k: str(v) for k, v in answers.items()}})


def f(value, decimals=2):
    return f"{value:.{decimals}f}"


case(
    "summary",
    "Work out the average and the median of the \"Cost\" column, and its standard deviation.",
    "@cost_average[a] @cost_median[m] @cost_sd[s], where \"a\", \"m\" and \"s\" are numbers with two decimals.",
    cost_average=f(t.Cost.mean()), cost_median=f(t.Cost.median()), cost_sd=f(t.Cost.std()),
)
case(
    "summary of the population",
    "What are the mean and the population standard deviation of PulseBefore? Round to three decimal places.",
    "@pulse_mean[mean] @pulse_sd[sd]",
    pulse_mean=f(t.PulseBefore.mean(), 3), pulse_sd=f(t.PulseBefore.std(ddof=0), 3),
)
case(
    "range and quartiles",
    "Report the range of StayDays, its first quartile and its 75th percentile.",
    "@stay_range[range] @stay_q1[q1] @stay_percentile_75[p] where all are numbers rounded to one decimal place.",
    stay_range=f(t.StayDays.max() - t.StayDays.min(), 1), stay_q1=f(t.StayDays.quantile(0.25), 1),
    stay_percentile_75=f(t.StayDays.quantile(0.75), 1),
)
case(
    "skewness by scipy",
    "Using scipy with its default settings, compute the skewness and the kurtosis of Cost.",
    "@skew_cost[skew] @kurt_cost[kurt] where \"skew\" and \"kurt\" are floats with 3 decimals.",
    skew_cost=f(stats.skew(t.Cost), 3), kurt_cost=f(stats.kurtosis(t.Cost), 3),
)
case(
    "skewness by pandas",
    "Is Cost skewed? Use the skew() method of pandas. Call it \"skewed\" if the absolute value of the skewness is greater than 1, otherwise \"symmetric\".",
    "@cost_skewness[s] @cost_shape[shape] where \"s\" is a number rounded to two decimal places and \"shape\" is a string, either \"skewed\" or \"symmetric\".",
    cost_skewness=f(t.Cost.skew()), cost_shape="skewed" if abs(t.Cost.skew()) > 1 else "symmetric",
)
w, p = stats.shapiro(t.Age.dropna())
case(
    "normality by Shapiro-Wilk",
    "Does Age come from a normal distribution? Run a Shapiro-Wilk test at a significance level of 0.05, leaving out missing values. If the p-value is below 0.05, the ages are not normal.",
    "@w_statistic[w] @p_value[p] @age_is_normal[answer], \"w\" and \"p\" rounded to four decimal places, \"answer\" is either \"yes\" or \"no\".",
    w_statistic=f(w, 4), p_value=f(p, 4), age_is_normal="no" if p < 0.05 else "yes",
)
k2, p = stats.normaltest(t.Cost)
case(
    "normality by D'Agostino",
    "Apply D'Agostino's K-squared test to the Cost column with alpha = 0.01. If the p value is greater than 0.01 conclude that it is normal, else that it is not normal.",
    "@verdict[result] where \"result\" is a string that can be \"Normal\" or \"Not normal\".",
    verdict="Normal" if p > 0.01 else "Not normal",
)
r, p = stats.pearsonr(t.StayDays, t.Cost)
case(
    "correlation by Pearson",
    "How do StayDays and Cost go together? Calculate the Pearson correlation coefficient and its two-tailed p-value. Consider the correlation to be strong if the absolute value of r is at least 0.7, moderate if it is between 0.3 and 0.7, and weak if it is less than 0.3.",
    "@r[r_value] @p[p_value] @strength[strength] where \"r_value\" is a number between -1 and 1 rounded to three decimals, \"p_value\" is rounded to four decimals and \"strength\" is a string: \"strong\", \"moderate\" or \"weak\".",
    r=f(r, 3), p=f(p, 4), strength="strong" if abs(r) >= 0.7 else "moderate" if abs(r) >= 0.3 else "weak",
)
both = t[["PulseBefore", "PulseAfter"]].dropna()
rho, _ = stats.spearmanr(both.PulseBefore, both.PulseAfter)
case(
    "correlation by Spearman",
    "Compute Spearman's rank correlation between PulseBefore and PulseAfter, ignoring rows with missing values.",
    "@spearman_rho[rho] where \"rho\" is rounded to 2 decimal places.",
    spearman_rho=f(rho),
)
men = t[t.Sex == "male"]
r, _ = stats.pearsonr(men.StayDays, men.Cost)
case(
    "correlation of some rows",
    "For male patients only, what is the Pearson correlation between StayDays and Cost?",
    "@correlation_male[r] with r rounded to two decimal places",
    correlation_male=f(r),
)
numbers = t[["Age", "StayDays", "Cost", "PulseBefore"]]
pairs = numbers.corr().where(np.triu(np.ones((4, 4)), 1).astype(bool)).stack()
best = pairs.abs().idxmax()
case(
    "strongest pair",
    "Among the variables Age, StayDays, Cost and PulseBefore, which pair has the strongest Pearson correlation?",
    "@strongest_pair[pair] @strongest_correlation[r] where \"pair\" is a list of two column names and \"r\" is a number rounded to two decimal places.",
    strongest_pair=", ".join(best), strongest_correlation=f(pairs[best]),
)
q1, q3 = t.Cost.quantile([0.25, 0.75])
low, high = q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1)
out = t[(t.Cost < low) | (t.Cost > high)]
case(
    "outliers by IQR",
    "Find the outliers of the Cost column by the IQR method: values more than 1.5 times the interquartile range below the first quartile or above the third quartile. How many are there, and what is their mean?",
    "@outlier_count[count] @outlier_mean[mean] where \"count\" is an integer and \"mean\" is rounded to two decimal places.",
    outlier_count=len(out), outlier_mean=f(out.Cost.mean()),
)
case(
    "outliers by IQR, listed",
    "Detect outliers in Cost with the interquartile range rule (1.5 * IQR). List the visit_id of each outlier in ascending order.",
    "@outlier_visit_ids[id1, id2, ...] where the ids are the \"visit_id\" values of the outliers.",
    outlier_visit_ids=", ".join(str(one) for one in sorted(out.visit_id)),
)
z = (t.Cost - t.Cost.mean()) / t.Cost.std(ddof=0)
left = t[z.abs() <= 3]
case(
    "outliers by z-score, removed",
    "Remove all rows whose Cost is an outlier by its z-score (a threshold of 3). What are the mean and median of Cost after the removal, and how many rows are left?",
    "@mean_after[mean] @median_after[median] @rows_left[rows] where \"mean\" and \"median\" are rounded to two decimal places and \"rows\" is an integer.",
    mean_after=f(left.Cost.mean()), median_after=f(left.Cost.median()), rows_left=len(left),
)
case(
    "outliers by group",
    "Detect outliers of Cost separately for each ward, using the IQR method. Count them in every Ward.",
    "@outliers_north[n] @outliers_south[n] @outliers_east[n] where n is an integer.",
    **{
        f"outliers_{name.lower()}": int(
            ((g < g.quantile(0.25) - 1.5 * (g.quantile(0.75) - g.quantile(0.25))) | (g > g.quantile(0.75) + 1.5 * (g.quantile(0.75) - g.quantile(0.25)))).sum()
        )
        for name, g in t.groupby("Ward").Cost
    },
)
change = t.PulseAfter - t.PulseBefore
case(
    "derived difference",
    "Create a new column named \"PulseChange\" by subtracting PulseBefore from PulseAfter. Calculate the mean and standard deviation of PulseChange.",
    "@change_mean[mean] @change_sd[sd], both rounded to three decimal places",
    change_mean=f(change.mean(), 3), change_sd=f(change.std(), 3),
)
perday = t.Cost / t.StayDays
case(
    "derived ratio",
    "Add a feature called 'CostPerDay' as the ratio of Cost to StayDays. Report its median and its maximum.",
    "@median_cost_per_day[m] @max_cost_per_day[x] where both are floats rounded to two decimal places.",
    median_cost_per_day=f(perday.median()), max_cost_per_day=f(perday.max()),
)
load = t.StayDays + t.Smoker
case(
    "derived sum and correlation",
    "Define a new variable \"Load\" = StayDays + Smoker. What is the Pearson correlation between Load and Cost?",
    "@load_cost_correlation[r] where \"r\" is rounded to 3 decimals",
    load_cost_correlation=f(load.corr(t.Cost), 3),
)
filled = t.Age.fillna(t.Age.median())
case(
    "filled by the median",
    "Fill the missing values of Age with the median of the column. What is the mean age afterwards, and what was it before?",
    "@mean_age_before[before] @mean_age_after[after] where both are rounded to three decimal places.",
    mean_age_before=f(t.Age.mean(), 3), mean_age_after=f(filled.mean(), 3),
)
kept = t.dropna(subset=["PulseAfter"])
case(
    "rows dropped",
    "Drop the rows where PulseAfter is missing. How many rows remain and what is the mean Cost of those?",
    "@remaining_rows[count] @mean_cost[mean] where \"count\" is an integer and \"mean\" has two decimals.",
    remaining_rows=len(kept), mean_cost=f(kept.Cost.mean()),
)
scaled = (t.Cost - t.Cost.min()) / (t.Cost.max() - t.Cost.min())
case(
    "scaled to 0 to 1",
    "Normalize the Cost column with min-max scaling to the range 0 to 1. Give the mean and the standard deviation of the scaled values.",
    "@scaled_mean[mean] @scaled_sd[sd] with four decimal places",
    scaled_mean=f(scaled.mean(), 4), scaled_sd=f(scaled.std(), 4),
)
case(
    "missing values",
    "How many missing values does the Age column have, and what percentage of its rows is that?",
    "@missing_age[count] @missing_age_percentage[percent] where \"count\" is an integer and \"percent\" is a number between 0 and 100 rounded to two decimal places.",
    missing_age=int(t.Age.isna().sum()), missing_age_percentage=f(100 * t.Age.isna().mean()),
)
a, b = t[t.Sex == "female"].Cost, t[t.Sex == "male"].Cost
s, p = stats.ttest_ind(a, b)
case(
    "t-test of two groups",
    "Compare the Cost of female and male patients: calculate the mean of each, then run an independent two-sample t-test with alpha 0.05. If the p-value is less than 0.05 report a significant difference.",
    "@mean_cost_female[mean] @mean_cost_male[mean] @p_value[p] @difference[difference] where \"mean\" is rounded to two decimal places, \"p\" to four decimal places, and \"difference\" is a string, \"significant\" or \"not significant\".",
    mean_cost_female=f(a.mean()), mean_cost_male=f(b.mean()), p_value=f(p, 4), difference="significant" if p < 0.05 else "not significant",
)
u, p = stats.mannwhitneyu(t[t.Smoker == 1].Cost, t[t.Smoker == 0].Cost)
case(
    "Mann-Whitney",
    "Test with the Mann-Whitney U test whether Cost differs between the two values of Smoker (alpha = 0.05).",
    "@mw_p_value[p] @differs[yes/no] where \"p\" is a number between 0 and 1 rounded to four decimal places.",
    mw_p_value=f(p, 4), differs="yes" if p < 0.05 else "no",
)
groups = [g for _, g in t.groupby("Ward").StayDays]
F, p = stats.f_oneway(*groups)
case(
    "analysis of variance",
    "Is the mean of StayDays the same in every Ward? Use a one-way ANOVA and consider the wards different if the p-value is less than 0.05.",
    "@f_statistic[f] @anova_p_value[p] @wards_differ[answer] where \"f\" is rounded to three decimals, \"p\" to four decimals, and \"answer\" is \"yes\" or \"no\".",
    f_statistic=f(F, 3), anova_p_value=f(p, 4), wards_differ="yes" if p < 0.05 else "no",
)
h, p = stats.kruskal(*[g for _, g in t.groupby("Ward").Cost])
case(
    "Kruskal-Wallis",
    "Run a Kruskal-Wallis test of Cost across the different Ward groups.",
    "@h_statistic[h] @kruskal_p_value[p] where \"h\" has two decimals and \"p\" has four decimals.",
    h_statistic=f(h), kruskal_p_value=f(p, 4),
)
complete = t.dropna(subset=["Age"])
X, y = complete[["Age", "StayDays"]], complete.Cost
xtr, xte, ytr, yte = train_test_split(X, y, test_size=0.25, random_state=7)
m = LinearRegression().fit(xtr, ytr)
case(
    "linear regression, judged on rows kept aside",
    "Build a linear regression model that predicts Cost from Age and StayDays. Remove rows with missing values in these columns. Use 75% of the data for training and 25% for testing with a random state of 7. Evaluate the model with the root mean squared error and the R-squared score.",
    "@test_rmse[rmse] @test_r2[r2] where \"rmse\" is rounded to two decimal places and \"r2\" to three decimal places.",
    test_rmse=f(mean_squared_error(yte, m.predict(xte)) ** 0.5), test_r2=f(r2_score(yte, m.predict(xte)), 3),
)
m = LinearRegression().fit(t[["StayDays"]], t.Cost)
case(
    "linear regression, as it fits",
    "Fit a simple linear regression with Cost as the dependent variable and StayDays as the independent variable. Report the slope, the intercept and the R-squared. If R-squared is at least 0.5 call it a good fit, else a poor fit.",
    "@slope[slope] @intercept[intercept] @r_squared[r2] @fit[fit] where \"slope\" and \"intercept\" are rounded to two decimals, \"r2\" to three decimals and \"fit\" is a string, \"good fit\" or \"poor fit\".",
    slope=f(m.coef_[0]), intercept=f(m.intercept_), r_squared=f(m.score(t[["StayDays"]], t.Cost), 3),
    fit="good fit" if m.score(t[["StayDays"]], t.Cost) >= 0.5 else "poor fit",
)
case(
    "figures by groups",
    "What is the mean Cost for each Ward?",
    "@mean_cost_north[mean] @mean_cost_south[mean] @mean_cost_east[mean] where \"mean\" is rounded to two decimal places.",
    **{f"mean_cost_{name.lower()}": f(g.mean()) for name, g in t.groupby("Ward").Cost},
)
case(
    "smokers and the others",
    "Compare the median StayDays of patients who smoke (Smoker = 1) with that of patients who do not (Smoker = 0).",
    "@median_stay_smoker[m] @median_stay_not_smoker[m] where m is rounded to 1 decimal place.",
    median_stay_smoker=f(t[t.Smoker == 1].StayDays.median(), 1), median_stay_not_smoker=f(t[t.Smoker == 0].StayDays.median(), 1),
)
case(
    "named ranges",
    "Create a column 'AgeBand' that puts patients into three bands: 'Young' (0-30), 'Middle' (31-60) and 'Old' (61 and above). Calculate the mean Cost of each band.",
    "@mean_cost_young[m] @mean_cost_middle[m] @mean_cost_old[m] where m is rounded to two decimal places.",
    mean_cost_young=f(t[t.Age <= 30].Cost.mean()), mean_cost_middle=f(t[(t.Age > 30) & (t.Age <= 60)].Cost.mean()), mean_cost_old=f(t[t.Age > 60].Cost.mean()),
)
case(
    "a filter",
    "Considering only visits where Age is greater than 50 and the Ward is 'South', what are the number of visits and the average Cost?",
    "@visit_count[count] @average_cost[cost] where \"count\" is an integer and \"cost\" is rounded to two decimal places.",
    visit_count=len(t[(t.Age > 50) & (t.Ward == "South")]), average_cost=f(t[(t.Age > 50) & (t.Ward == "South")].Cost.mean()),
)
case(
    "above the average",
    "What is the median StayDays of female patients whose Cost is greater than the average Cost?",
    "@median_stay[m] where m is rounded to one decimal place.",
    median_stay=f(t[(t.Sex == "female") & (t.Cost > t.Cost.mean())].StayDays.median(), 1),
)
case(
    "the group at an extreme",
    "Which Ward has the highest average Cost, and how high is it?",
    "@ward_with_highest_average_cost[ward]",
    ward_with_highest_average_cost=t.groupby("Ward").Cost.mean().idxmax(),
)
pct = t.Cost.pct_change() * 100
case(
    "change from row to row",
    "Create a new column 'CostChange' with the percentage change of Cost from the previous row. Calculate the mean and the standard deviation of CostChange.",
    "@mean_change[mean] @sd_change[sd] where both are rounded to two decimals.",
    mean_change=f(pct.mean()), sd_change=f(pct.std()),
)
months = pd.to_datetime(t.Admitted).dt.month
case(
    "figures by month",
    "Calculate the average StayDays for each month of the Admitted date.",
    "@monthly_stay[{'month_1': avg_1, 'month_2': avg_2, ..., 'month_12': avg_12}] where each average is rounded to two decimal places.",
    monthly_stay="{" + ", ".join(f"'month_{k}': {round(v, 2)}" for k, v in t.groupby(months).StayDays.mean().items()) + "}",
)


# A second table, with other kinds of names.
TABLE = "procedure_shop.csv"
m = 300
price = np.round(random.lognormal(3, 0.5, m), 2)
units = random.integers(1, 40, m)
shop = pd.DataFrame(
    {
        "Order Date": pd.date_range("2019-03-01", periods=m, freq="4D").strftime("%Y-%m-%d"),
        "Region": random.choice(["Coast", "Hills", "Plains", "City"], m),
        "Customer Type": random.choice(["Retail", "Wholesale"], m, p=[0.7, 0.3]),
        "Unit Price ($)": price,
        "units_sold": units,
        "discount_pct": random.choice([0, 5, 10, 15, 20], m),
        "shipping_cost": np.round(3 + 0.4 * units + random.normal(0, 1.5, m), 2),
        "rating": random.integers(1, 6, m).astype(float),
        "Returned": random.choice(["Yes", "No"], m, p=[0.2, 0.8]),
        "Courier": random.choice(["Swift", "Bolt", "Pony", "Relay", "Dash"], m, p=[0.4, 0.3, 0.2, 0.08, 0.02]),
    }
)
shop.loc[random.choice(m, 21, replace=False), "rating"] = np.nan
shop.loc[random.choice(m, 12, replace=False), "shipping_cost"] = np.nan
shop.to_csv(HERE / TABLE, index=False)
t = pd.read_csv(HERE / TABLE)
P = "Unit Price ($)"
case(
    "one figure, name with a unit",
    "What is the average unit price in the dataset?",
    "@average_unit_price[value] where \"value\" is a float rounded to two decimal places.",
    average_unit_price=f(t[P].mean()),
)
case(
    "several columns",
    "Calculate the mean and the standard deviation of both units_sold and shipping_cost. Missing values should be ignored.",
    "@mean_units_sold[mean] @std_units_sold[std] @mean_shipping_cost[mean] @std_shipping_cost[std] where \"mean\" and \"std\" are numbers rounded to two decimal places.",
    mean_units_sold=f(t.units_sold.mean()), std_units_sold=f(t.units_sold.std()),
    mean_shipping_cost=f(t.shipping_cost.mean()), std_shipping_cost=f(t.shipping_cost.std()),
)
case(
    "rows that meet a condition",
    "How many orders have a discount_pct of 20?",
    "@order_count[count] where \"count\" is an integer.",
    order_count=int((t.discount_pct == 20).sum()),
)
case(
    "a share",
    "What percentage of the orders was returned (Returned is \"Yes\")?",
    "@returned_percentage[percentage] where \"percentage\" is a number between 0 and 100, rounded to one decimal place.",
    returned_percentage=f(100 * (t.Returned == "Yes").mean(), 1),
)
case(
    "distinct values",
    "How many different couriers are there in the \"Courier\" column?",
    "@unique_couriers[n] where n is an integer",
    unique_couriers=t.Courier.nunique(),
)
case(
    "the most frequent value",
    "Which courier occurs most often in the dataset?",
    "@most_common_courier[courier] where \"courier\" is the name of the courier.",
    most_common_courier=t.Courier.mode()[0],
)
case(
    "group with most rows and how many",
    "Which Region has the most orders and how many orders does it have?",
    "@top_region[region] @top_region_orders[count] where \"region\" is a string and \"count\" is an integer.",
    top_region=t.Region.value_counts().idxmax(), top_region_orders=int(t.Region.value_counts().max()),
)
g = t.groupby("Region").shipping_cost.mean()
case(
    "group with the lowest average, and its average",
    "Group the data by Region and calculate the average shipping_cost of each. Which region has the lowest average shipping cost?",
    "@region_lowest_shipping[region_name] @lowest_average_shipping[value] where \"region_name\" is a string and \"value\" is rounded to two decimal places.",
    region_lowest_shipping=g.idxmin(), lowest_average_shipping=f(g.min()),
)
rev = t[P] * t.units_sold
case(
    "derived product",
    "Create a new column 'Revenue' by multiplying \"Unit Price ($)\" by units_sold. Find the total revenue and the median revenue.",
    "@total_revenue[total] @median_revenue[median] where both are rounded to two decimals.",
    total_revenue=f(rev.sum()), median_revenue=f(rev.median()),
)
case(
    "derived product by groups",
    "Create a new column 'Revenue' by multiplying \"Unit Price ($)\" by units_sold. What is the mean revenue for retail customers and for wholesale customers?",
    "@mean_revenue_retail[mean] @mean_revenue_wholesale[mean] where \"mean\" is rounded to two decimals.",
    mean_revenue_retail=f(rev[t["Customer Type"] == "Retail"].mean()), mean_revenue_wholesale=f(rev[t["Customer Type"] == "Wholesale"].mean()),
)
logp = np.log(t[P])
case(
    "logarithm",
    "Apply a natural log transformation to the \"Unit Price ($)\" column. Calculate the mean and standard deviation of the transformed values.",
    "@log_price_mean[mean] @log_price_std[std] where both are rounded to three decimal places.",
    log_price_mean=f(logp.mean(), 3), log_price_std=f(logp.std(), 3),
)
r, p = stats.pearsonr(t.dropna(subset=["shipping_cost"]).units_sold, t.dropna(subset=["shipping_cost"]).shipping_cost)
case(
    "correlation with a verdict",
    "Is there a linear relationship between units_sold and shipping_cost? Exclude rows with missing values. Calculate the Pearson correlation coefficient (r) and assess its significance at alpha = 0.05. If the p-value is less than 0.05 the relationship is significant, otherwise it is not significant.",
    "@r_value[r] @p_value[p] @significance[significance], where \"r\" is rounded to two decimal places, \"p\" is rounded to four decimal places, and \"significance\" is a string that is either \"significant\" or \"not significant\".",
    r_value=f(r), p_value=f(p, 4), significance="significant" if p < 0.05 else "not significant",
)
numbers = t[[P, "units_sold", "discount_pct", "shipping_cost", "rating"]].corr()[P].drop(P)
case(
    "strongest with one column",
    "Which numeric variable is most strongly correlated with shipping_cost? Use Pearson correlation and ignore the sign.",
    "@strongest_variable[name] @strongest_r[r] where \"name\" is the column name and \"r\" is a number between -1 and 1 rounded to two decimals",
    strongest_variable=t.corr(numeric_only=True).shipping_cost.drop("shipping_cost").abs().idxmax(),
    strongest_r=f(t.corr(numeric_only=True).shipping_cost.drop("shipping_cost")[t.corr(numeric_only=True).shipping_cost.drop("shipping_cost").abs().idxmax()]),
)
table2 = pd.crosstab(t["Customer Type"], t.Returned)
chi2, p, dof, _ = stats.chi2_contingency(table2)
case(
    "chi-squared",
    "Test whether \"Customer Type\" and \"Returned\" are independent with a chi-square test at a significance level of 0.05.",
    "@chi2_statistic[chi2] @chi2_p_value[p] @independent[answer] where \"chi2\" and \"p\" are rounded to three decimal places and \"answer\" is \"yes\" if the p-value is greater than 0.05 and \"no\" otherwise.",
    chi2_statistic=f(chi2, 3), chi2_p_value=f(p, 3), independent="yes" if p > 0.05 else "no",
)
W, p = stats.levene(*[g.shipping_cost.dropna() for _, g in t.groupby("Customer Type")])
case(
    "equal variances",
    "Check with Levene's test whether shipping_cost varies equally in both groups of Customer Type. Use a 0.05 significance level.",
    "@levene_p[p_value] @equal_variances[yes/no] where \"p_value\" is rounded to three decimal places.",
    levene_p=f(p, 3), equal_variances="no" if p < 0.05 else "yes",
)
s, p = stats.ttest_ind(t[t.Returned == "Yes"].rating.dropna(), t[t.Returned == "No"].rating.dropna(), equal_var=False)
case(
    "Welch's t-test",
    "Is the rating of returned orders (Returned = Yes) different from that of orders that were not returned (Returned = No)? Use Welch's t-test, which does not assume equal variances, with alpha 0.05.",
    "@t_statistic[t] @p_value[p] where both are rounded to three decimal places.",
    t_statistic=f(s, 3), p_value=f(p, 3),
)
z = (t[P] - t[P].mean()) / t[P].std(ddof=0)
case(
    "z-scores counted",
    "Count the outliers of the \"Unit Price ($)\" column. A price is an outlier if the absolute value of its z-score exceeds 2.",
    "@number_of_outliers[n] where n is an integer",
    number_of_outliers=int((z.abs() > 2).sum()),
)
case(
    "missing values by column",
    "How many values are missing in the rating column and in the shipping_cost column?",
    "@missing_rating[n1] @missing_shipping_cost[n2] where both are integers.",
    missing_rating=int(t.rating.isna().sum()), missing_shipping_cost=int(t.shipping_cost.isna().sum()),
)
case(
    "filled and compared",
    "Impute the missing ratings with the mean rating. Then compute the standard deviation of the rating column before and after the imputation.",
    "@std_before[s1] @std_after[s2] where \"s1\" and \"s2\" are rounded to four decimal places.",
    std_before=f(t.rating.std(), 4), std_after=f(t.rating.fillna(t.rating.mean()).std(), 4),
)
std = (t.units_sold - t.units_sold.mean()) / t.units_sold.std(ddof=0)
case(
    "standardised",
    "Standardize the units_sold column using z-score normalization (StandardScaler). What are the minimum and the maximum of the standardized column?",
    "@min_standardized[min] @max_standardized[max] where both are rounded to two decimal places.",
    min_standardized=f(std.min()), max_standardized=f(std.max()),
)
y = t["Order Date"].str[:4].astype(int)
case(
    "one year",
    "What was the average units_sold in 2020?",
    "@average_units_2020[average] rounded to two decimal places",
    average_units_2020=f(t[y == 2020].units_sold.mean()),
)
case(
    "two conditions",
    "Among wholesale orders with units_sold of at least 10, what are the mean and median of \"Unit Price ($)\"?",
    "@mean_price[mean] @median_price[median], each with two decimals",
    mean_price=f(t[(t["Customer Type"] == "Wholesale") & (t.units_sold >= 10)][P].mean()),
    median_price=f(t[(t["Customer Type"] == "Wholesale") & (t.units_sold >= 10)][P].median()),
)
full = t.dropna(subset=["rating"])
xtr, xte, ytr, yte = train_test_split(full[[P, "units_sold", "discount_pct"]], full.rating, test_size=0.2, random_state=42)
lin = LinearRegression().fit(xtr, ytr)
case(
    "regression by mean absolute error",
    "Train a linear regression model to predict the rating from \"Unit Price ($)\", units_sold and discount_pct. Drop rows without a rating. Split the data 80/20 into train and test sets (random_state=42) and report the mean absolute error on the test set.",
    "@test_mae[mae] where \"mae\" is rounded to three decimals",
    test_mae=f(mean_absolute_error(yte, lin.predict(xte)), 3),
)
case(
    "groups with enough rows",
    "Count how many couriers delivered at least 30 orders, that is, have at least 30 rows.",
    "@courier_count[n] where n is an integer",
    courier_count=int((t.Courier.value_counts() >= 30).sum()),
)
case(
    "quartiles of groups",
    "For the customer type \"Retail\", report the 25th percentile, the median and the 75th percentile of units_sold.",
    "@retail_q1[q1] @retail_median[q2] @retail_q3[q3] where all are numbers rounded to one decimal place",
    retail_q1=f(t[t["Customer Type"] == "Retail"].units_sold.quantile(0.25), 1),
    retail_median=f(t[t["Customer Type"] == "Retail"].units_sold.median(), 1),
    retail_q3=f(t[t["Customer Type"] == "Retail"].units_sold.quantile(0.75), 1),
)
a, b = t[t["Customer Type"] == "Wholesale"].units_sold.mean(), t[t["Customer Type"] == "Retail"].units_sold.mean()
case(
    "a difference of two means",
    "By how much does the mean units_sold of wholesale orders differ from that of retail orders? Subtract the retail mean from the wholesale mean.",
    "@wholesale_mean[a] @retail_mean[b] where \"a\" and \"b\" are rounded to two decimal places",
    wholesale_mean=f(a), retail_mean=f(b),
)
case(
    "skewness decided",
    "Decide from the skewness of \"Unit Price ($)\" whether its distribution is normal: assume normality if the skewness lies between -0.5 and 0.5.",
    "@price_is_normal[answer] where \"answer\" is a string, \"Yes\" or \"No\".",
    price_is_normal="Yes" if abs(t[P].skew()) <= 0.5 else "No",
)
case(
    "date of the extreme",
    "On which Order Date was the highest shipping_cost paid, and how high was it?",
    "@date_of_highest_shipping_cost[date] @highest_shipping_cost[cost] where \"date\" is in the format YYYY-MM-DD and \"cost\" is rounded to two decimal places.",
    date_of_highest_shipping_cost=t.loc[t.shipping_cost.idxmax(), "Order Date"], highest_shipping_cost=f(t.shipping_cost.max()),
)

# Both tables, in other words.
c, s = pd.read_csv(HERE / "procedure_clinic.csv"), pd.read_csv(HERE / "procedure_shop.csv")


def instruct(table, question, form, **answers):
    cases.append(
        {
            "family": question.split("\n")[0],
            "table": f"procedure_{table}.csv",
            "question": f"{question}\n{form}",
            "answers": {k: str(v) for k, v in answers.items()},
        }
    )


instruct("clinic", "What is the mean age of the patients in the North ward who smoke?\nUse only rows where the age is known. Round to two decimals.","@mean_age[mean_age]",mean_age=f(c[(c.Ward=='North')&(c.Smoker==1)].Age.mean()))
instruct("clinic", "Calculate the mean cost of visits of patients older than 60.\nThe calculation should ignore missing values.","@mean_cost_over_60[mean] where \"mean\" is a float rounded to two decimal places.",mean_cost_over_60=f(c[c.Age>60].Cost.mean()))
instruct("clinic", "Determine the coefficient of variation of Cost.\nThe coefficient of variation is the standard deviation divided by the mean.","@cv_cost[cv] where \"cv\" is rounded to three decimals",cv_cost=f(c.Cost.std()/c.Cost.mean(),3))
instruct("clinic", "What is the 90th percentile of StayDays?","@percentile_90[value] where \"value\" is rounded to one decimal place",percentile_90=f(c.StayDays.quantile(.9),1))
instruct("clinic", "Exclude visits from the East ward. What is the median Cost of the remaining visits?","@median_cost[m] where m is rounded to two decimals",median_cost=f(c[c.Ward!='East'].Cost.median()))
instruct("clinic", "Calculate the interquartile range (IQR) of the Cost column.","@iqr_cost[iqr] rounded to two decimals",iqr_cost=f(c.Cost.quantile(.75)-c.Cost.quantile(.25)))
instruct("clinic", "How many female patients stayed longer than 5 days (StayDays > 5)?","@female_long_stays[count] where \"count\" is an integer",female_long_stays=len(c[(c.Sex=='female')&(c.StayDays>5)]))
instruct("clinic", "What is the ratio of smokers to all patients in each ward?\nExpress it as a percentage with one decimal.","@smoker_percentage_north[p] @smoker_percentage_south[p] @smoker_percentage_east[p]",**{f"smoker_percentage_{k.lower()}":f(100*g.mean(),1) for k,g in c.groupby('Ward').Smoker})
r,p=stats.pearsonr(c.PulseBefore,c.Cost)
instruct("clinic", "Investigate whether PulseBefore and Cost are correlated.\nUse Pearson's r with a two-tailed test (alpha 0.05). Report \"linear\" if the p-value is below 0.05 and |r| >= 0.5, \"nonlinear\" if the p-value is below 0.05 and |r| < 0.5, and \"none\" if the p-value is 0.05 or more.","@r[r_value]\n@p[p_value]\n@kind[relationship]\nwhere \"r_value\" is rounded to two decimal places, \"p_value\" is rounded to four decimal places, and \"relationship\" is a string that can be \"linear\", \"nonlinear\" or \"none\".",r=f(r),p=f(p,4),kind="linear" if p<.05 and abs(r)>=.5 else "nonlinear" if p<.05 else "none")
res=stats.anderson(c.Cost,'norm')
instruct("clinic", "Use the Anderson-Darling test to check whether Cost is normally distributed. Compare the statistic with the critical value at the 5% significance level: if it is greater, the data are not normal.","@ad_statistic[a] @normal[yes/no] where \"a\" is rounded to three decimals",ad_statistic=f(res.statistic,3),normal="no" if res.statistic>res.critical_values[2] else "yes")
x=c.dropna(subset=['Age'])
m=LinearRegression().fit(x[['Age','StayDays','Smoker']],x.Cost)
instruct("clinic", "Fit a multiple linear regression of Cost on Age, StayDays and Smoker using all complete rows. Report the coefficient of each predictor and the R-squared.","@coef_age[b1] @coef_staydays[b2] @coef_smoker[b3] @r_squared[r2] where all are rounded to two decimals",coef_age=f(m.coef_[0]),coef_staydays=f(m.coef_[1]),coef_smoker=f(m.coef_[2]),r_squared=f(m.score(x[['Age','StayDays','Smoker']],x.Cost)))
xtr,xte,ytr,yte=train_test_split(c[['Cost','StayDays']],c.Smoker,test_size=.3,random_state=42)
lg=LogisticRegression(max_iter=5000).fit(xtr,ytr)
instruct("clinic", "Train a logistic regression classifier to predict Smoker from Cost and StayDays. Use a 70-30 train-test split with random_state 42 and report the accuracy on the test set.","@accuracy[acc] where \"acc\" is a number between 0 and 1 rounded to two decimals",accuracy=f(accuracy_score(yte,lg.predict(xte))))
d=c.PulseAfter-c.PulseBefore
sw=stats.shapiro(d.dropna())
instruct("clinic", "Create a new feature \"Drop\" which represents the difference between PulseBefore and PulseAfter. Test Drop for normality with the Shapiro-Wilk test (alpha = 0.05, ignore missing values). What are its mean and the test's p-value, and does it follow a normal distribution?","@drop_mean[mean] @drop_p_value[p] @drop_is_normal[answer] where \"mean\" is rounded to two decimals, \"p\" to four decimals, and \"answer\" is True or False",drop_mean=f(-d.mean()),drop_p_value=f(stats.shapiro((-d).dropna())[1],4),drop_is_normal=str(stats.shapiro((-d).dropna())[1]>0.05))
t_,p_=stats.ttest_rel(*[c.dropna(subset=['PulseAfter'])[k] for k in('PulseBefore','PulseAfter')])
instruct("clinic", "Did the pulse change? Perform a paired t-test between PulseBefore and PulseAfter at alpha = 0.05.","@t_statistic[t] @significant[yes/no] where \"t\" is rounded to two decimals",t_statistic=f(t_),significant="yes" if p_<.05 else "no")
instruct("shop", "Replace missing values in the rating column with the median rating and in the shipping_cost column with the mean shipping cost. Then calculate the mean of both columns.","@mean_rating[m1] @mean_shipping_cost[m2] where both are rounded to three decimals",mean_rating=f(s.rating.fillna(s.rating.median()).mean(),3),mean_shipping_cost=f(s.shipping_cost.fillna(s.shipping_cost.mean()).mean(),3))
instruct("shop", "Which courier has the highest average rating? Ignore orders without a rating.","@best_courier[courier] @best_average_rating[rating] where \"rating\" is rounded to two decimals",best_courier=s.groupby('Courier').rating.mean().idxmax(),best_average_rating=f(s.groupby('Courier').rating.mean().max()))
instruct("shop", "What is the total number of units sold in the Coast region?","@total_units_coast[total] where \"total\" is an integer",total_units_coast=int(s[s.Region=='Coast'].units_sold.sum()))
instruct("shop", "Identify the top 3 regions by total units_sold.","@top_regions[region1, region2, region3]",top_regions=", ".join(s.groupby('Region').units_sold.sum().sort_values(ascending=False).index[:3]))
instruct("shop", "Calculate the average Unit Price for each discount_pct level and return the discount level with the lowest average price.","@discount_level[level] where \"level\" is an integer",discount_level=int(s.groupby('discount_pct')[P].mean().idxmin()))
disc=s[P]*(1-s.discount_pct/100)
instruct("shop", "Create a column called \"Net\" = \"Unit Price ($)\" * (1 - discount_pct / 100). What are its mean and its maximum?","@net_mean[mean] @net_max[max], both rounded to two decimals",net_mean=f(disc.mean()),net_max=f(disc.max()))
instruct("shop", "Standardize \"Unit Price ($)\" and compute the correlation between the standardized price and units_sold.","@correlation[r] rounded to three decimals",correlation=f(s[P].corr(s.units_sold),3))
mo=pd.to_datetime(s['Order Date'])
instruct("shop", "Extract the year from the Order Date and calculate the mean rating per year.","@mean_rating_2019[m] @mean_rating_2020[m] @mean_rating_2021[m] where m is rounded to two decimals",**{f"mean_rating_{k}":f(g.mean()) for k,g in s.groupby(mo.dt.year).rating if k<2022})
g=[x.dropna() for _,x in s.groupby('Region').rating]
F,p=stats.f_oneway(*g)
instruct("shop", "Do the ratings differ between regions? Carry out a one-way analysis of variance and state \"different\" if p < 0.05, else \"same\".","@p_value[p] @conclusion[conclusion] where \"p\" is rounded to four decimals and \"conclusion\" is a string: \"different\" or \"same\"",p_value=f(p,4),conclusion="different" if p<.05 else "same")
q1,q3=s.shipping_cost.quantile([.25,.75]); lo,hi=q1-1.5*(q3-q1),q3+1.5*(q3-q1)
kept=s[~((s.shipping_cost<lo)|(s.shipping_cost>hi))]
instruct("shop", "Remove the outliers of shipping_cost with the IQR method and compute the correlation between shipping_cost and units_sold for the remaining orders.","@correlation_without_outliers[r] where r is rounded to two decimals",correlation_without_outliers=f(kept.shipping_cost.corr(kept.units_sold)))
instruct("shop", "What percentage of the orders has a discount of more than 10 percent (discount_pct > 10)?","@percentage[p] rounded to one decimal",percentage=f(100*(s.discount_pct>10).mean(),1))
instruct("shop", "Compute the skewness of shipping_cost using Python's scipy library (missing values removed) and classify it as \"symmetric\" if it is between -0.5 and 0.5, \"right-skewed\" if it is greater than 0.5 and \"left-skewed\" if it is less than -0.5.","@skewness[s] @shape[shape] where \"s\" is rounded to two decimals and \"shape\" is a string, one of \"symmetric\", \"right-skewed\", \"left-skewed\"",skewness=f(stats.skew(s.shipping_cost.dropna())),shape="symmetric" if abs(stats.skew(s.shipping_cost.dropna()))<=.5 else "right-skewed")

instruct("clinic", "Calculate the average number of days that male and female patients stayed.\nUse the StayDays column. Round the averages to two decimal places.","@avg_stay_male[avg_male]\n@avg_stay_female[avg_female]\nwhere \"avg_male\" and \"avg_female\" are numbers.",avg_stay_male=f(c[c.Sex=='male'].StayDays.mean()),avg_stay_female=f(c[c.Sex=='female'].StayDays.mean()))
instruct("clinic", "Which ward has the longest average stay?\nCalculate the mean of StayDays for each ward and pick the largest.","@ward_name[ward], where \"ward\" is a string",ward_name=c.groupby('Ward').StayDays.mean().idxmax())
instruct("clinic", "Is there a significant difference in Cost among the three wards? Use the Kruskal-Wallis H test.\nUse a significance level of 0.05. If the p-value is lower than 0.05, output \"Yes\", otherwise output \"No\".","@significant_difference[answer] where \"answer\" is \"Yes\" or \"No\".",significant_difference="Yes" if stats.kruskal(*[g for _,g in c.groupby('Ward').Cost])[1]<.05 else "No")
instruct("clinic", "Compute the correlation between Age and Cost separately for smokers and non-smokers.\nUse Pearson's method and drop missing ages. Round to 2 decimals.","@corr_smokers[r1] @corr_non_smokers[r2]",corr_smokers=f(c[c.Smoker==1].Age.corr(c.Cost)),corr_non_smokers=f(c[c.Smoker==0].Age.corr(c.Cost)))
instruct("clinic", "Calculate the average Cost of the visits in 2022 and of those in 2023, based on the Admitted date.","@average_cost_2022[a] @average_cost_2023[b] where both are rounded to two decimals.",average_cost_2022=f(c[c.Admitted.str[:4]=='2022'].Cost.mean()),average_cost_2023=f(c[c.Admitted.str[:4]=='2023'].Cost.mean()))
instruct("clinic", "Calculate the mean Cost of visits with StayDays greater than 3 but less than 7.","@mean_cost[mean] where mean is rounded to 2 decimals",mean_cost=f(c[(c.StayDays>3)&(c.StayDays<7)].Cost.mean()))
instruct("clinic", "What is the proportion of smokers among female patients?","@proportion_smokers_female[p] where p is a number between 0 and 1 rounded to three decimals",proportion_smokers_female=f(c[c.Sex=='female'].Smoker.mean(),3))
instruct("clinic", "Compute the variance of PulseBefore and of PulseAfter. Which of them is larger?","@var_before[v1] @var_after[v2] where v1 and v2 are rounded to two decimals",var_before=f(c.PulseBefore.var()),var_after=f(c.PulseAfter.var()))
instruct("shop", "Calculate the mean shipping_cost per unit sold, defined as shipping_cost divided by units_sold.","@mean_shipping_per_unit[mean] rounded to three decimals",mean_shipping_per_unit=f((s.shipping_cost/s.units_sold).mean(),3))
instruct("shop", "What is the most frequent rating given by customers?","@mode_rating[rating] where \"rating\" is an integer",mode_rating=int(s.rating.mode()[0]))
instruct("shop", "Determine whether the average rating of wholesale customers is higher than that of retail customers.\nCalculate both averages and answer yes or no.","@avg_wholesale[a] @avg_retail[b] where a and b are rounded to two decimals",avg_wholesale=f(s[s['Customer Type']=='Wholesale'].rating.mean()),avg_retail=f(s[s['Customer Type']=='Retail'].rating.mean()))
instruct("shop", "Count the orders by Courier. How many did Swift, Bolt and Pony deliver?","@swift[n] @bolt[n] @pony[n]",swift=int((s.Courier=='Swift').sum()),bolt=int((s.Courier=='Bolt').sum()),pony=int((s.Courier=='Pony').sum()))
instruct("shop", "Is \"Unit Price ($)\" log-normally distributed? Take the natural logarithm of the column and run a Shapiro-Wilk test on it (alpha = 0.05).","@p_value[p] @log_normal[yes/no] with p rounded to four decimals",p_value=f(stats.shapiro(np.log(s[P]))[1],4),log_normal="yes" if stats.shapiro(np.log(s[P]))[1]>.05 else "no")
instruct("shop", "Calculate Spearman's correlation between discount_pct and units_sold and the p-value.","@spearman[rho] @p_value[p] where \"rho\" and \"p\" are rounded to three decimals",spearman=f(stats.spearmanr(s.discount_pct,s.units_sold)[0],3),p_value=f(stats.spearmanr(s.discount_pct,s.units_sold)[1],3))
instruct("shop", "What is the total shipping cost of orders from the Hills and Plains regions together?","@total_shipping[total] rounded to two decimals",total_shipping=f(s[s.Region.isin(['Hills','Plains'])].shipping_cost.sum()))

instruct("clinic", "State the mean and standard deviation of Cost.\nDo not remove or log-transform any value, and make no other change. Sample standard deviation (ddof = 1).","@mean_cost[a] @sd_cost[b] where a has two decimals and b has two decimals.",mean_cost=f(c.Cost.mean()),sd_cost=f(c.Cost.std()))
instruct("shop", "What is the average of shipping_cost and its median?\nWithout filling the missing entries; no rows should be dropped apart from that.","@mean[m] @median[d], both rounded to two decimals",mean=f(s.shipping_cost.mean()),median=f(s.shipping_cost.median()))
cm=c.groupby(pd.to_datetime(c.Admitted).dt.day_name()).Cost.mean()
instruct("clinic", "On which weekday of admission is the mean Cost the largest, and what is that mean?\nDerive the weekday from Admitted and give its English name.","@weekday[day] @mean_cost[m] where \"day\" is a string like \"Sunday\" and \"m\" is rounded to two decimals",weekday=cm.idxmax(),mean_cost=f(cm.max()))
sm=s.groupby(mo.dt.month).units_sold.mean()
instruct("shop", "In which calendar month is the average of units_sold the lowest?\nPool all years of Order Date; months are numbered from 1 (January) to 12 (December).","@month[m] @average[a] where m is an integer and a has two decimals.",month=int(sm.idxmin()),average=f(sm.min()))
vc=s.Courier.value_counts()
instruct("shop", "Which Courier is the most common, how often does it occur, and what percentage of all orders with a known courier is that?\nEmpty cells are left out.","@courier[name] @times[n] @percentage[p] where \"name\" is a string, \"n\" is an integer and \"p\" is rounded to one decimal.",courier=vc.idxmax(),times=int(vc.max()),percentage=f(100*vc.max()/s.Courier.notna().sum(),1))
q1,q3=c.Cost.quantile([.25,.75])
instruct("clinic", "Give the lower and the upper fence of Cost by the IQR rule and the number of outliers.\nQuartiles by linear interpolation; bounds Q1 - 1.5 * IQR and Q3 + 1.5 * IQR. Values equal to a bound are no outliers.","@lower_fence[a] @upper_fence[b] @outliers[n] where a and b have two decimals and n is an integer.",lower_fence=f(q1-1.5*(q3-q1)),upper_fence=f(q3+1.5*(q3-q1)),outliers=int(((c.Cost<q1-1.5*(q3-q1))|(c.Cost>q3+1.5*(q3-q1))).sum()))
instruct("clinic", "Impute the missing Age values with the median. How many values are imputed, and what is the standard deviation before and after?\nDivide by n - 1.","@imputed[n] @std_before[a] @std_after[b] where n is an integer and the rest have three decimals.",imputed=int(c.Age.isna().sum()),std_before=f(c.Age.std(),3),std_after=f(c.Age.fillna(c.Age.median()).std(),3))
instruct("clinic", "How complete are the visits: how many rows have at least one missing value, and how many complete rows are there?","@rows_with_missing[a] @complete_rows[b] where both are integers.",rows_with_missing=int(c.isna().any(axis=1).sum()),complete_rows=int(c.notna().all(axis=1).sum()))
tw=stats.ttest_ind(c[c.Sex=='male'].Cost,c[c.Sex=='female'].Cost,equal_var=False)
instruct("clinic", "Compare the Cost of men and women with Welch's t-test.\nThe rows with Sex equal to \"male\" are the first group and those with \"female\" the second. Level 0.05.","@t[t] @p_value[p] @significant[s] where t has three decimals, p has four decimals and \"s\" is \"yes\" or \"no\".",t=f(tw[0],3),p_value=f(tw[1],4),significant="yes" if tw[1]<.05 else "no")
instruct("clinic", "How does the skewness of Cost compare with that of the natural logarithm of Cost?\nUse scipy.stats.skew with its default bias=True.","@skew_raw[a] @skew_log[b], two decimals each.",skew_raw=f(stats.skew(c.Cost)),skew_log=f(stats.skew(np.log(c.Cost))))
instruct("clinic", "After leaving out the visits with a Cost of 5000 or more, what is the mean Cost?\nThese values are errors; drop these rows first.","@mean_cost[m] rounded to two decimals",mean_cost=f(c[c.Cost<5000].Cost.mean()))
instruct("clinic", "What is the mean Cost of patients who are of Age 60 or older?\nVisits without an age are not counted.","@mean_cost[m] rounded to two decimals",mean_cost=f(c[c.Age>=60].Cost.mean()))
ch=stats.chi2_contingency(pd.crosstab(c.Ward,c.Sex))
instruct("clinic", "Are Ward and Sex independent of each other? Use the chi-square test of independence.\nThe significance level is 0.05.","@chi2[a] @dof[d] @independent[x] where a has three decimals, d is an integer and \"x\" is \"yes\" if independence is not rejected and \"no\" if it is.",chi2=f(ch[0],3),dof=ch[2],independent="yes" if ch[1]>=.05 else "no")
rho=stats.spearmanr(c.PulseBefore,c.PulseAfter,nan_policy="omit")[0]
instruct("clinic", "Describe the strength of the Spearman correlation of PulseBefore and PulseAfter by the absolute value of the coefficient: below 0.3 \"weak\", from 0.3 to below 0.6 \"moderate\", 0.6 and above \"strong\".\nVisits without a pulse are left out.","@rho[r] @strength[s], where \"r\" is rounded to two decimals.",rho=f(rho),strength="strong")
instruct("shop", "Add a column \"weight_kg\" = units_sold * 0.45359 and state its mean.","@mean_weight[m] rounded to three decimals",mean_weight=f((s.units_sold*0.45359).mean(),3))
instruct("clinic", "Regress Cost on the natural logarithm of StayDays (simple linear regression, all rows, no train/test split).","@slope[a] @r2[b] where a has two decimals and b has three decimals.",slope=f(stats.linregress(np.log(c.StayDays),c.Cost).slope),r2=f(stats.linregress(np.log(c.StayDays),c.Cost).rvalue**2,3))
wm=c.groupby('Ward').Cost.median()
instruct("clinic", "Which ward has the highest and which one has the lowest median Cost?","@highest_ward[a] @highest_median[b] @lowest_ward[c] @lowest_median[d] where the wards are strings and the medians have two decimals.",highest_ward=wm.idxmax(),highest_median=f(wm.max()),lowest_ward=wm.idxmin(),lowest_median=f(wm.min()))
instruct("clinic", "Report the 5th and the 95th percentile of PulseBefore.\nLinear interpolation.","@p5[a] @p95[b], three decimals each.",p5=f(c.PulseBefore.quantile(.05),3),p95=f(c.PulseBefore.quantile(.95),3))

(HERE / "procedure.json").write_text(json.dumps(cases, indent=1) + "\n")
print(len(cases))
