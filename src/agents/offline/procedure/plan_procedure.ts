import {TabletalkError} from "../../../errors.ts";
import {compileReading} from "../../../planning/compile.ts";
import type {PlannerInput, PlannerOutput} from "../../contracts.ts";
import {decline} from "../decline.ts";
import {splitRequest} from "./format.ts";
import {NAMES_A_METHOD} from "./prose.ts";
import {readProcedure} from "./read_procedure.ts";

const LONGEST = 8000;

/** Whether a text asks for a reply in a form of its own: `@name[value]`. */
export const asksForForm = (question: string): boolean => splitRequest(question).asked.length > 0;

/** Whether a question in plain words names a method or a step of preparation. */
export const namesAMethod = (question: string): boolean => NAMES_A_METHOD.test(question);

/** The plan of an instruction of several steps, against the table that it can be read over. */
export function planProcedure(question: string, input: PlannerInput): PlannerOutput {
  const {profiles} = input;
  if (question.length > LONGEST)
    return decline(`The instruction has ${question.length} characters; I read up to ${LONGEST}.`, profiles);
  let unclear: {why: string; unplaced: string[]} | undefined;
  for (const profile of profiles) {
    const read = readProcedure(question, profile);
    if (read.kind === "unclear") {
      unclear ??= read;
      continue;
    }
    try {
      return {kind: "plan", plan: compileReading(read.reading, profile)};
    } catch (error) {
      if (error instanceof TabletalkError && error.code === "bad_plan")
        return decline(`${error.message} ${error.next}`, profiles);
      throw error;
    }
  }
  return {
    ...decline(unclear?.why ?? "I can't read this as steps.", profiles),
    unplaced: unclear?.unplaced ?? [],
  } as PlannerOutput;
}
