import {expect, test} from "vitest";
import type {ChartReply} from "../../../evals/outside/chart_reply.ts";
import {judgeSpec} from "../../../evals/outside/nlv.ts";

const bars = {
  mark: {type: "bar"},
  encoding: {x: {field: "crop"}, y: {aggregate: "mean", field: "yield"}},
};
const verdict = (chart: ChartReply | undefined, gold: Parameters<typeof judgeSpec>[0] = bars): string =>
  judgeSpec(gold, {id: 1, declined: false, values: [], ...(chart && {chart})}).verdict;

test("mark, fields, aggregates and bins must be the same; x and y may change places", () => {
  const x = {field: "crop"};
  const y = {field: "yield", aggregate: "mean"};
  expect(verdict({mark: "bar", x, y})).toBe("right");
  expect(verdict({mark: "bar", x: y, y: x})).toBe("right");
  expect(verdict({mark: "line", x, y})).toBe("wrong");
  expect(verdict({mark: "bar", x, y: {...y, aggregate: "sum"}})).toBe("wrong");
  expect(verdict({mark: "bar", x: {...x, bin: true}, y})).toBe("wrong");
  expect(verdict(undefined)).toBe("wrong");
});

test("colour and panels must be there where they are wanted, and only there", () => {
  const points = {mark: "point", encoding: {x: {field: "rain"}, y: {field: "yield"}, color: {field: "crop"}}};
  const plain: ChartReply = {mark: "point", x: {field: "rain"}, y: {field: "yield"}};
  expect(verdict({...plain, color: {field: "crop"}}, points)).toBe("right");
  expect(verdict(plain, points)).toBe("wrong");
  expect(verdict({...plain, facet: {field: "crop"}}, points)).toBe("wrong");
});

test("a declined question is neither right nor wrong", () => {
  expect(judgeSpec(bars, {id: 1, declined: true, values: []}).verdict).toBe("declined");
});
