import type {Dataset} from "../../data/dataset.ts";
import type {Engine} from "../../data/engine.ts";
import {TabletalkError} from "../../errors.ts";
import type {Artifact} from "../../tools/tool.ts";
import {compileReading} from "../compile.ts";
import type {Value} from "../evidence.ts";
import {type Execution, executePlan, headlineOf} from "../execute.ts";
import type {Plan} from "../plan.ts";
import {sayReading} from "../say_reading.ts";
import type {ToolLookup} from "../validate.ts";
import {carryReading} from "./carry_reading.ts";
import {readVersion} from "./version_rows.ts";

/** A saved answer on another version of its data: given with what is different, or stopped with why. */
export type AnswerOn =
  | {
      kind: "answered";
      text: string;
      values: Value[];
      said: string[];
      reading: string;
      plan: Plan;
      execution: Execution;
    }
  | {kind: "stopped"; why: string[]};

export interface AnswerOnOptions {
  engine: Engine;
  registry: ToolLookup;
  write: (plan: Plan, artifacts: ReadonlyMap<string, Artifact>) => Promise<{text: string; values: Value[]}>;
  asOf: Date;
  timeZone: string;
  limits?: {timeMs: number; rows: number};
  signal: AbortSignal;
}

/**
 * Answers a saved plan on a newer version of its one table. The meaning is carried over by the rows that both versions have:
 * where that cannot be done surely, nothing is computed.
 * @throws TabletalkError bad_plan for a plan without a reading, or over several tables
 */
export async function answerOn(
  plan: Plan,
  saved: Dataset,
  newer: Dataset,
  options: AnswerOnOptions,
): Promise<AnswerOn> {
  const {engine, registry, signal} = options;
  const {reading} = plan;
  if (!reading || reading.joins.length > 0 || reading.table !== saved.name)
    throw new TabletalkError(
      "bad_plan",
      "Only an answer that was read from one table can be carried over to another version of it.",
      "Ask the question again on the new file.",
    );
  await using before = await engine.open([saved]);
  await using after = await engine.open([{...newer, name: saved.name}]);
  const profiles = await Promise.all([before, after].map((session) => session.profile(saved.name, {signal})));
  const [old, now] = await Promise.all([
    readVersion(before, profiles[0]!, signal),
    readVersion(after, profiles[1]!, signal),
  ]);
  const carried = carryReading(reading, old, now);
  if (carried.kind === "stopped") return carried;
  const fresh = compileReading(carried.reading, profiles[1]!);
  const execution = await executePlan(fresh, {
    registry,
    context: {
      session: after,
      profile: (table) => after.profile(table, {signal}),
      limits: options.limits ?? {timeMs: 30_000, rows: 5_000},
      asOf: options.asOf,
      timeZone: options.timeZone,
    },
    signal,
  });
  headlineOf(fresh, execution);
  const {text, values} = await options.write(fresh, execution.artifacts);
  return {
    kind: "answered",
    text,
    values,
    said: carried.said,
    reading: sayReading(carried.reading, profiles[1]!),
    plan: fresh,
    execution,
  };
}
