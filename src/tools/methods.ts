import {z} from "zod";
import type {Method, Tool} from "./tool.ts";

/**
 * A tool that is a family of methods: its input has `method` and that method's own input. Every method's input is a
 * strict object whose `method` is the method's name.
 */
export function toolOfMethods(name: string, description: string, methods: readonly Method[]): Tool {
  const inputs = methods.map((method) => method.input as z.ZodObject);
  const chosen = (input: unknown): Method =>
    methods.find((method) => method.name === (input as {method: string}).method)!;
  return {
    name,
    description,
    input: z.discriminatedUnion("method", inputs as [z.ZodObject, ...z.ZodObject[]]),
    methods,
    timeMs: (input) => chosen(input).timeMs?.(input),
    run: (input, context) => chosen(input).run(input, context),
  };
}

/** A method, typed by its input. */
export function defineMethod<Input>(method: Method<Input>): Method {
  return method as Method;
}
