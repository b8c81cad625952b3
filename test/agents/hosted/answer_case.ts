import {readFileSync} from "node:fs";
import type {Draft, PlannerOutput} from "../../../src/agents/contracts.ts";
import {createHostedAgents} from "../../../src/agents/hosted/agents.ts";
import type {Session} from "../../../src/data/engine.ts";
import type {TableProfile} from "../../../src/data/profile.ts";
import type {Account} from "../../../src/models/account.ts";
import {compileReading} from "../../../src/planning/compile.ts";
import {executePlan} from "../../../src/planning/execute.ts";
import {createRegistry} from "../../../src/tools/registry.ts";
import {openCsvSession} from "./csv_session.ts";
import type {RecordedCase} from "./recorded_cases.ts";

const profiles = JSON.parse(
  readFileSync(new URL("./fixtures/profiles.json", import.meta.url), "utf8"),
) as TableProfile[];

export interface Answered {
  output: PlannerOutput;
  draft?: Draft;
  account: Account;
  session: Session;
}

/** Plans a question, runs the plan and has the reply written, with the model at `url`. One reading in several is not run. */
export async function answerCase(
  {question, tables, earlier = []}: RecordedCase,
  url: string,
): Promise<Answered> {
  const known = profiles.filter((profile) => profile.table in tables);
  const session = await openCsvSession(tables, known);
  const agents = createHostedAgents({
    model: [{id: "compatible/recorded", url}],
    env: {},
    retryBaseMs: 1,
    budget: {localCallMs: 600_000},
  });
  const {signal} = new AbortController();
  const asOf = new Date("2024-06-20T12:00:00Z");
  const common = {session, asOf, timeZone: "UTC"};
  const output = await agents.planner.plan({question, profiles: known, earlier, signal, ...common});
  const account = agents.account(signal);
  if (output.kind === "declined" || (output.kind === "readings" && output.readings.length > 1))
    return {output, account, session};
  const plan = output.kind === "plan" ? output.plan : compileReading(output.readings[0]!, known[0]!);
  const context = {...common, profile: session.profile, limits: {timeMs: 10_000, rows: 5000}};
  const {artifacts} = await executePlan(plan, {registry: createRegistry(), context, signal});
  const draft = await agents.writer.write({question, plan, artifacts, signal});
  return {output, draft, account, session};
}
