import type {Dataset} from "../../data/dataset.ts";
import type {Session} from "../../data/engine.ts";
import {type Execution, executePlan, type Gate, type StepOutcome} from "../../planning/execute.ts";
import type {StoredNode, StoredRun} from "../../store/runs.ts";
import type {Artifact} from "../../tools/tool.ts";
import type {CompiledNode, Decision, Pause} from "../node_kind.ts";
import {keepArtifact, keptError} from "./kept_artifact.ts";
import {nodeLog} from "./node_log.ts";
import {nodeSteps, pauseOf} from "./node_steps.ts";
import type {RunScene} from "./run_scene.ts";
import {isAsBefore} from "./same_as_before.ts";
import {noSession} from "./sources.ts";
import {whenHolds} from "./when_holds.ts";
import {withWhole} from "./whole_digest.ts";

/** What a node gets that is no call of a tool and says nothing itself. */
const OTHER_NODE_MS = 300_000;
/** Reasons that another try may change. */
const MAY_PASS = new Set([
  "unavailable",
  "internal",
  "time_limit",
  "memory_limit",
  "model_failed",
  "store_failed",
  "limit_reached",
]);

/** An attempt at a run. */
export interface Attempt {
  scene: RunScene;
  run: StoredRun;
  /** How its nodes are by now. */
  kept: ReadonlyMap<string, StoredNode>;
  headline: string;
}

/**
 * Runs some nodes, and keeps how each of them ends. Those that are given are only there. `over`: the tables that the nodes
 * read, and how those ended that ran before and gave nothing.
 */
export async function runSome(
  {scene, run, kept, headline}: Attempt,
  nodes: readonly CompiledNode[],
  given: ReadonlyMap<string, Artifact>,
  over?: {
    datasets: readonly Dataset[];
    ended: readonly StepOutcome[];
    /** Told of what a source brought that came late, before anybody may see it. */
    brought(made: Dataset): Promise<void>;
  },
): Promise<Execution> {
  if (nodes.length === 0) return {artifacts: new Map(given), steps: [], waiting: [], elapsedMs: 0};
  const {store, workspace, signal} = scene;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const attempts = new Map(nodes.map(({id}) => [id, kept.get(id)?.attempts ?? 0]));
  const ended = new Map(over?.ended.map((one) => [one.id, one]));
  const pauses = new Map<string, Pause["waits"]>();
  const wholes = new Map<string, Artifact>();
  const log = nodeLog(store, {workspace, run: run.id}, signal);
  const steps = nodeSteps(nodes, headline, scene.registry, {
    workspace,
    run: run.id,
    parts: scene.parts,
    attempt: (node) => attempts.get(node) ?? 1,
    decision: (node) => kept.get(node)?.decision as Decision | undefined,
  });
  for (const {id, step, timeoutMs} of nodes)
    if (!step && timeoutMs === undefined) steps.timeOfStep.set(id, OTHER_NODE_MS);

  let failures = 0;
  const begunAt = new Map<string, number>();
  const begin = (id: string): void => {
    begunAt.set(id, performance.now());
    attempts.set(id, (attempts.get(id) ?? 0) + 1);
    log.began(id, attempts.get(id)!);
  };
  const gate = async ({id}: {id: string}, artifacts: ReadonlyMap<string, Artifact>): Promise<Gate> => {
    const {when, kind} = byId.get(id)!;
    const before = ended.get(id);
    if (before) return {go: "skip", why: before.why ?? "It failed."};
    if (failures > 0 && kind.effect === "writes")
      return {go: "wait", why: "Another node failed: nothing more is written."};
    if (!when) return {go: "run"};
    const changed = async (other: string) =>
      !(await isAsBefore(scene, run, other, wholes.get(other) ?? artifacts.get(other)));
    const holds = await whenHolds(when, {artifacts, changed});
    if (holds) return {go: "run"};
    const why =
      holds === undefined ? "What its condition asks gave nothing." : "Its condition does not hold.";
    return {go: "skip", why};
  };
  const execute = (session: Session): Promise<Execution> =>
    executePlan(steps.plan, {
      registry: steps.registry,
      context: {
        session,
        profile: (table) => session.profile(table, {signal}),
        limits: scene.limits,
        asOf: new Date(run.dueAt ?? run.createdAt),
        timeZone: scene.timeZone,
      },
      signal,
      longStepMs: scene.longStepMs,
      given: new Map([...given].filter(([id]) => byId.has(id))),
      after: steps.after,
      timeOfStep: steps.timeOfStep,
      mayFail: steps.mayFail,
      gate,
      waitsBy: (thrown) => {
        const pause = pauseOf(thrown);
        if (pause) pauses.set(pause.node, pause.waits);
        return pause?.waits.question;
      },
      retryAfter({id}, error, tries) {
        const retry = byId.get(id)?.retry;
        if (!retry || tries >= retry.attempts || !MAY_PASS.has(error.code)) return undefined;
        begin(id);
        return retry.waitMs * 2 ** (tries - 1);
      },
      async keep({id}, artifact) {
        const elapsedMs = performance.now() - (begunAt.get(id) ?? performance.now());
        if (artifact.made && byId.get(id)!.kind.effect === "reads_outside")
          await over?.brought(artifact.made);
        const whole = over ? await withWhole(artifact, session, {signal}) : artifact;
        if (whole !== artifact) wholes.set(id, whole);
        await log.done(id, await keepArtifact(scene, whole), elapsedMs);
      },
      onStep({id, state, message = ""}) {
        if (ended.has(id)) return;
        if (state === "started") {
          begin(id);
          scene.progress?.(id);
        } else if (state === "skipped") log.skipped(id, message);
        else if (state === "failed" && !steps.mayFail.has(id)) failures += 1;
      },
    });

  const execution = await (over ? scene.withSession(over.datasets, execute) : execute(noSession));
  for (const {id, state, error, elapsedMs} of execution.steps)
    if (state === "failed" && error && !ended.has(id))
      log.failed(id, keptError(error), elapsedMs, attempts.get(id) ?? 1);
  for (const [id, {question, shown}] of pauses) log.waits(id, question, shown);
  await log.written();
  return execution;
}
