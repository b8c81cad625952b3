import {z} from "zod";
import type {Column} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {madeColumns} from "../columns/made_columns.ts";
import type {NodeKind} from "../node_kind.ts";
import {nearestTo} from "../problem.ts";

/** An input that the tool's own schema checks. */
type ToolInput = Record<string, unknown>;

/**
 * A kind that is a call of one tool, with the tool's own input. Of a tool with methods: which of them it may be; where the
 * input names none it is the first.
 */
export function toolKind(
  kind: string,
  description: string,
  tool: string,
  methods: readonly [string, ...string[]] | readonly [] = [],
): NodeKind<ToolInput> {
  const inputOf = (input: ToolInput): ToolInput =>
    methods.length > 0 && input.method === undefined ? {method: methods[0], ...input} : input;
  return {
    kind,
    description,
    input: z.record(z.string(), z.unknown()),
    compile(input, node) {
      const {method} = input;
      if (method !== undefined && methods.length > 0 && !methods.some((one) => one === method))
        throw new TabletalkError(
          "bad_plan",
          `A node of the kind ${kind} has no method "${String(method)}".`,
          nearestTo(String(method), methods, "methods"),
        );
      return {
        id: node.id,
        tool,
        input: inputOf(input),
        ...(node.description !== undefined && {purpose: node.description}),
      };
    },
    columns: (input, scene): readonly Column[] | undefined => madeColumns(tool, inputOf(input), scene),
  };
}
