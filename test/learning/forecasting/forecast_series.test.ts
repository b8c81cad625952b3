import {expect, test} from "vitest";
import {backtest, originsOf} from "../../../src/learning/forecasting/backtest.ts";
import {FORECAST_MODELS, forecastWith} from "../../../src/learning/forecasting/forecast_model.ts";
import {forecastSeries} from "../../../src/learning/forecasting/forecast_series.ts";
import {MersenneTwister} from "../../../src/statistics/random/mersenne_twister.ts";

const random = new MersenneTwister(2);
const weeks = Float64Array.from(
  {length: 112},
  (_, row) => 100 + 0.3 * row + [0, -5, 0, 3, 8, 30, 20][row % 7]! + 2 * random.normal(),
);
const request = {periods: [7], horizon: 14, level: 0.9, seed: 0} as const;
const refused = expect.objectContaining({code: "bad_plan"});

test.each(FORECAST_MODELS)("%s: finite, low under high, the interval around the path", (model) => {
  const {mean, low, high, label} = forecastWith(weeks, {...request, model});
  expect(label).not.toBe("");
  expect(mean).toHaveLength(14);
  for (let at = 0; at < 14; at++) {
    expect(Number.isFinite(mean[at]!)).toBe(true);
    expect(low[at]!).toBeLessThanOrEqual(mean[at]!);
    expect(high[at]!).toBeGreaterThanOrEqual(mean[at]!);
    expect(high[at]!).toBeGreaterThan(low[at]!);
  }
});

test.each(["ets", "holt_winters", "arima", "mstl", "additive", "theta"] as const)(
  "%s sees the season and the trend: closer than the seasonal naive forecast",
  (model) => {
    const [own, naive] = [
      backtest(weeks, {...request, model}),
      backtest(weeks, {...request, model: "seasonal_naive"}),
    ];
    expect(own!.mase).toBeLessThan(naive!.mase);
  },
);

test("the model with the least backtest error is taken, the baseline is beside it", () => {
  const made = forecastSeries(weeks, {...request, model: "auto"});
  expect(made.model).toBe(made.backtests[0]!.model);
  expect(made.baseline!.model).toBe("seasonal_naive");
  expect(made.backtests[0]!.mase).toBeLessThan(made.baseline!.mase);
  expect(made.backtests.every(({coverage}) => coverage >= 0 && coverage <= 1)).toBe(true);
});

test("origins leave enough before them and end at the last row", () => {
  expect(originsOf(112, 7, 14)).toEqual({rows: [98, 88, 78, 68], ahead: 14});
  const short = originsOf(10, 1, 5);
  expect(short.ahead).toBe(2);
  expect(Math.min(...short.rows)).toBeGreaterThanOrEqual(8);
});

test("counts never go under 0, and that is said", () => {
  const falling = Float64Array.from({length: 40}, (_, row) =>
    Math.max(0, Math.round(40 - 1.2 * row + 3 * Math.sin(row))),
  );
  const made = forecastSeries(falling, {...request, periods: [], model: "drift"});
  expect(Math.min(...made.mean, ...made.low)).toBe(0);
  expect(made.notes.join()).toMatch(/held at 0/);
  const debts = forecastSeries(
    falling.map((value) => value - 20),
    {...request, periods: [], model: "drift"},
  );
  expect(Math.min(...debts.low)).toBeLessThan(0);
});

test("a constant series, eight rows, huge and tiny values: sound or refused, never NaN", () => {
  const constant = forecastSeries(new Float64Array(30).fill(5), {...request, model: "auto"});
  expect([...constant.mean]).toEqual(new Array(14).fill(5));
  for (const factor of [1e-9, 1e12]) {
    const made = forecastSeries(
      weeks.map((value) => value * factor),
      {...request, model: "auto"},
    );
    expect(made.mean.every((value) => value > 50 * factor && value < 300 * factor)).toBe(true);
  }
  const few = forecastSeries(weeks.slice(0, 8), {...request, model: "auto", horizon: 2});
  expect([...few.mean, ...few.low, ...few.high].every(Number.isFinite)).toBe(true);
  expect(() => forecastSeries(weeks.slice(0, 7), {...request, model: "auto"})).toThrow(refused);
  expect(() =>
    forecastSeries(
      weeks.map((value, row) => (row === 9 ? Infinity : value)),
      {...request, model: "ets"},
    ),
  ).toThrow(refused);
  expect(() => forecastSeries(weeks.slice(0, 14), {...request, model: "holt_winters"})).toThrow(refused);
  expect(() => forecastSeries(weeks, {...request, periods: [], model: "mstl"})).toThrow(refused);
});

test("two seasons at once", () => {
  const hours = Float64Array.from(
    {length: 24 * 7 * 5},
    (_, row) => 50 + 10 * Math.sin((row * Math.PI) / 12) + (row % 168 > 119 ? 15 : 0) + random.normal(),
  );
  const both = backtest(hours, {...request, model: "mstl", periods: [24, 168], horizon: 48}, 1);
  const one = backtest(hours, {...request, model: "mstl", periods: [24], horizon: 48}, 1);
  expect(both!.mae).toBeLessThan(one!.mae);
});

test("a special day has an effect of its own in the additive model", () => {
  const sale = [20, 50, 80];
  const values = weeks.map((value, row) => value + (sale.includes(row) ? 60 : 0));
  const {mean} = forecastWith(values, {...request, model: "additive", holidays: {sale: [...sale, 115]}});
  const plain = forecastWith(values, {...request, model: "additive"});
  expect(mean[3]! - plain.mean[3]!).toBeGreaterThan(40);
});

test("work stops at a checkpoint", () => {
  const hooks = {
    progress() {},
    checkpoint() {
      throw new Error("stopped");
    },
  };
  expect(() => forecastSeries(weeks, {...request, model: "auto"}, hooks)).toThrow("stopped");
});
