import type {PlannerOutput} from "../agents/contracts.ts";
import {TabletalkError} from "../errors.ts";
import type {Reading} from "../planning/reading.ts";
import {
  columnsGone,
  isPassing,
  type Pinned,
  pinnedOf,
  pinnedQuestion,
  pinnedReading,
} from "../workspace/memory/pinned.ts";
import type {Answer, TurnEvent} from "./channel.ts";
import {harmless} from "./harmless.ts";
import type {TurnParts, TurnSetting} from "./turn_parts.ts";

/** Runs a turn without looking for pins. */
export type RunPlain = (
  parts: TurnParts,
  setting: TurnSetting,
  emit: (event: TurnEvent) => void,
) => Promise<Answer>;

/**
 * A turn of a workspace that has pinned answers. The same question, or one that is read the same, is answered by the pinned
 * plan, run on the data as it is now, and the reply says so. A plan that no longer fits the data is said, and the question
 * is answered anew.
 */
export async function runPinned(
  run: RunPlain,
  pins: readonly Pinned[],
  parts: TurnParts,
  setting: TurnSetting,
  emit: (event: TurnEvent) => void,
): Promise<Answer> {
  const near = pinnedOf(
    pins,
    parts.session.datasets.map(({name}) => name),
  );
  const same = pinnedQuestion(near, setting.question);
  if (!same || isPassing(same)) return runRead(run, near, same, parts, setting, emit);
  const begin = async (): Promise<string | Answer> => {
    const profiles = await Promise.all(
      same.datasets.map((name) => parts.session.profile(name, {signal: setting.signal})),
    );
    const gone = columnsGone(same, profiles);
    if (gone.length > 0) return `there is no ${gone.join(", ")} any more`;
    try {
      const answer = await run(parts, {...setting, plan: same.plan}, withoutAnswer(emit));
      return answer.declined?.reason ?? answer;
    } catch (error) {
      const isStopped = !(error instanceof TabletalkError) || STOPS.has(error.code);
      if (isStopped || setting.signal.aborted) throw error;
      return error.message;
    }
  };
  const answer = await begin();
  if (typeof answer !== "string") return told(answer, sayPinned(same), emit);
  const anew = await run(parts, setting, withoutAnswer(emit));
  const why = answer.replace(/[.!]+$/, "");
  return told(
    anew,
    `The answer that ${same.by} pinned on ${same.at.slice(0, 10)} no longer fits the data (${why}), so this is answered anew.`,
    emit,
  );
}

const STOPS: ReadonlySet<string> = new Set([
  "aborted",
  "time_limit",
  "memory_limit",
  "internal",
  "model_failed",
]);

/** Lets the planner read the question; a reading that is pinned goes before those that compete with it. */
async function runRead(
  run: RunPlain,
  pins: readonly Pinned[],
  same: Pinned | undefined,
  parts: TurnParts,
  setting: TurnSetting,
  emit: (event: TurnEvent) => void,
): Promise<Answer> {
  if (pins.length === 0) return run(parts, setting, emit);
  let used: Pinned | undefined;
  const planner = async () => {
    const own = await parts.planner();
    return {
      ...own,
      plan: async (input: Parameters<typeof own.plan>[0]) => {
        const output = await own.plan(input);
        const found = preferred(output, pins, same);
        used = found?.pin;
        return found?.output ?? output;
      },
    };
  };
  const answer = await run({...parts, planner}, setting, withoutAnswer(emit));
  const isAnswered = answer.plan && !answer.declined && answer.choices.length === 0;
  return told(answer, used && isAnswered ? sayPinned(used) : undefined, emit);
}

/** What a planner made of a question, where a pinned answer reads it so. */
function preferred(
  output: PlannerOutput,
  pins: readonly Pinned[],
  same: Pinned | undefined,
): {pin: Pinned; output: PlannerOutput} | undefined {
  if (output.kind === "declined" || (output.doubts ?? []).length > 0) return undefined;
  const readings =
    output.kind === "readings" ? output.readings : [output.plan.reading].flatMap((one) => one ?? []);
  for (const reading of readings) {
    const pin = pinnedReading(pins, reading);
    if (pin) return {pin, output: output.kind === "plan" ? output : {kind: "readings", readings: [reading]}};
  }
  // The same words of a time that passes: what the pinned one means, at the time that they mean now.
  const old = same?.plan.reading;
  const now = readings.find(({period}) => period && period.column === old?.period?.column);
  if (!same || !old || !now?.period) return undefined;
  const moved: Reading = {
    ...old,
    period: now.period,
    ...(now.comparison && old.comparison && {comparison: now.comparison}),
  };
  return {pin: same, output: {kind: "readings", readings: [moved]}};
}

function sayPinned({by, at, note}: Pinned): string {
  const said = `By the answer that ${by} pinned on ${at.slice(0, 10)}, run on the data as it is now.`;
  return note ? `${said} ${by === "you" ? "Your" : "Their"} note: ${note}` : said;
}

/** The answer with a last line of its own, told as the last event. */
function told(answer: Answer, line: string | undefined, emit: (event: TurnEvent) => void): Answer {
  const whole = line === undefined ? answer : {...answer, answer: `${answer.answer}\n${harmless(line)}`};
  emit({type: "answer", answer: whole});
  return whole;
}

const withoutAnswer =
  (emit: (event: TurnEvent) => void) =>
  (event: TurnEvent): void => {
    if (event.type !== "answer") emit(event);
  };
