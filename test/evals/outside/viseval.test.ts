import {expect, test} from "vitest";
import type {ChartLine, ChartReply} from "../../../evals/outside/chart_reply.ts";
import {judgePlot} from "../../../evals/outside/judge_plot.ts";
import type {VisEvalLine} from "../../../evals/outside/viseval.ts";

const line: VisEvalLine = {
  id: "1#0",
  instance: "1",
  table: "t.csv",
  nl_query: "How many trees of each kind? Bar chart, from high to low.",
  chart: "Bar",
  hardness: "Easy",
  gold: {
    chart: "bar",
    x_data: [["Oak", "Elm", "Ash"]],
    y_data: [[5, 3, 0]],
    classify: [],
    sort: {channel: "y", order: "descending"},
  },
  channel_specified: [],
  sort_by: "axis",
  stacked_bar: null,
};
const reply = (values: ChartLine["values"], mark: ChartReply["mark"] = "bar"): ChartLine => ({
  id: "1#0",
  declined: false,
  chart: {mark},
  values,
});
const scores = (values: ChartLine["values"], of: VisEvalLine = line, mark: ChartReply["mark"] = "bar") =>
  judgePlot(of, reply(values, mark)).scores;

test("the same values in the order asked pass; empty bars count for nothing", () => {
  expect(
    judgePlot(
      line,
      reply([
        ["Oak", 5],
        ["Elm", 3],
      ]),
    ).verdict,
  ).toBe("right");
  expect(
    judgePlot(
      line,
      reply([
        ["Oak", 5.001],
        ["Elm", 3],
        ["Ash", 0],
      ]),
    ).verdict,
  ).toBe("right");
});

test("another order, kind or value does not", () => {
  expect(
    scores([
      ["Elm", 3],
      ["Oak", 5],
    ]),
  ).toEqual({kind: 1, values: 1, order: 0});
  expect(
    scores(
      [
        ["Oak", 5],
        ["Elm", 3],
      ],
      line,
      "line",
    ),
  ).toEqual({kind: 0, values: 1, order: 1});
  expect(
    scores([
      ["Oak", 5.01],
      ["Elm", 3],
    ]),
  ).toMatchObject({values: 0});
});

test("a pie is the same up to scale, and days go by any of their names", () => {
  const days = {
    ...line,
    gold: {...line.gold, chart: "pie", sort: null, x_data: [["Mon", "Thur"]], y_data: [[1, 3]]},
  };
  expect(
    scores(
      [
        ["Monday", 0.25],
        ["Thursday", 0.75],
      ],
      days,
      "arc",
    ),
  ).toMatchObject({values: 1});
  expect(
    scores(
      [
        ["Monday", 0.25],
        ["Friday", 0.75],
      ],
      days,
      "arc",
    ),
  ).toMatchObject({values: 0});
});

test("a series may take the place of x where the question does not fix them", () => {
  const grouped = {
    ...line,
    gold: {
      ...line.gold,
      sort: null,
      x_data: [["A", "B"]],
      y_data: [
        [1, 2],
        [3, 4],
      ],
      classify: ["u", "v"],
    },
  };
  const turned: ChartLine["values"] = [
    ["u", 1, "A"],
    ["u", 2, "B"],
    ["v", 3, "A"],
    ["v", 4, "B"],
  ];
  expect(scores(turned, grouped)).toMatchObject({values: 1});
  expect(scores(turned, {...grouped, channel_specified: ["x", "y", "classify"]})).toMatchObject({values: 0});
});
