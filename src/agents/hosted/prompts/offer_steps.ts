import {z} from "zod";
import type {ToolLookup} from "../../../planning/validate.ts";

/** What the planner's model is told of steps, where a configuration lets it write them: a line for each tool. */
export function offerSteps(tools: ToolLookup): string {
  const lines = tools.names().flatMap((name) => {
    const tool = tools.get(name);
    if (!tool) return [];
    const methods = tool.methods?.length
      ? ` method: ${tool.methods.map((method) => method.name).join(" ")};`
      : "";
    return [`- ${name}:${methods} ${fieldsOf(tool.input)}. ${tool.description}`];
  });
  return [
    "\n\nOr, where neither a reading nor one query can say it:",
    '{"plan":{"steps":[{"id","tool","input","purpose"}],"headline":id of the step that answers,"chart":id}}. {"$step":id} in an input reads an earlier step. Tools:',
    ...lines,
  ].join("\n");
}

function fieldsOf(schema: z.ZodType): string {
  const {properties = {}, required = []} = z.toJSONSchema(schema, {io: "input", unrepresentable: "any"}) as {
    properties?: Record<string, unknown>;
    required?: string[];
  };
  return Object.keys(properties)
    .map((name) => (required.includes(name) ? name : `${name}?`))
    .join(" ");
}
