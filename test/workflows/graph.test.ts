import fc from "fast-check";
import {expect, test} from "vitest";
import {circlesIn, inOrder, nodeOrder} from "../../src/workflows/graph.ts";

const ids = ["a", "b", "c", "d", "e", "f"];
const graph = fc
  .array(fc.subarray(ids), {minLength: ids.length, maxLength: ids.length})
  .map((all) => new Map(ids.map((id, at) => [id, {reads: [], waitsFor: all[at]!}])));

test("a graph has an order exactly where it has no circle", () => {
  fc.assert(
    fc.property(graph, (order) => {
      const sequence = inOrder(order);
      expect(sequence.length === ids.length).toBe(circlesIn(order).length === 0);
      for (const id of sequence)
        for (const before of order.get(id)!.waitsFor)
          expect(sequence.indexOf(before)).toBeLessThan(sequence.indexOf(id));
    }),
  );
});

test("a circle that is named is one: each of its nodes waits for the next", () => {
  fc.assert(
    fc.property(graph, (order) => {
      for (const circle of circlesIn(order)) {
        expect(circle[0]).toBe(circle.at(-1));
        expect(new Set(circle).size).toBe(circle.length - 1);
        for (const [at, id] of circle.slice(0, -1).entries())
          expect(order.get(id)!.waitsFor).toContain(circle[at + 1]);
      }
    }),
  );
});

test("a node waits for what it reads, needs, asks and tells of", () => {
  const node = (id: string, input: Record<string, unknown>, more = {}) => ({
    id,
    kind: "step",
    input,
    ...more,
  });
  const order = nodeOrder({
    nodes: [
      node("a", {}),
      node("b", {deep: [{table: {$step: "a"}}]}),
      node("c", {text: "{{b.amount}} in {{month}}"}, {needs: ["a"]}),
      node("d", {}, {when: {test: "not", arg: {test: "rows", node: "c", op: "=", value: 0}}}),
    ],
  });
  expect([...order].map(([id, {reads, waitsFor}]) => [id, reads, waitsFor])).toEqual([
    ["a", [], []],
    ["b", ["a"], ["a"]],
    ["c", ["b"], ["b", "a"]],
    ["d", [], ["c"]],
  ]);
});
