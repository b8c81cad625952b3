import type {Draft, Writer, WriterInput} from "../contracts.ts";
import {
  writeChecks,
  writeDifference,
  writeExplained,
  writeForecast,
  writeMatched,
  writePerThing,
} from "./asks/write_asks.ts";
import {writeProcedure} from "./procedure/write_procedure.ts";
import {RECONCILED, RECONCILED_ONCE} from "./reconcile/reconcile.ts";
import {writeReconciled, writeReconciledOnce} from "./reconcile/write_reconciled.ts";
import {writeDescription, writeDuplicates, writeMissing} from "./write_data.ts";
import {writeGroups} from "./write_groups.ts";
import {writeNumber} from "./write_number.ts";
import {writeDistinct, writeRows, writeWhichGroup} from "./write_rows.ts";
import {sceneOf, type Told, type WriteScene} from "./write_scene.ts";
import {writeComparison, writeCorrelation, writeDistribution} from "./write_statistics.ts";
import {writeTable} from "./write_table.ts";
import {withYesOrNo} from "./write_yes_no.ts";

/**
 * The writer of plain functions: the same plan and artifacts always give the same words. Every number in them is a cell
 * of an artifact, or stands in the reading or in a tool's notes. The reading's line is not part of the text.
 */
export function createOfflineWriter(): Writer {
  return {name: "offline", write: async (input) => writeAnswer(input)};
}

/** The text and the headline values of an executed plan. */
export function writeAnswer(input: Omit<WriterInput, "signal">): Draft {
  if (input.plan.outputs) return writeProcedure(input.plan.outputs, input.artifacts);
  const scene = sceneOf(input.question, input.plan, input.artifacts);
  if (!scene) return {text: "The step that answers has no result.", values: []};
  const plain = (input.unbound?.length ?? 0) > 0;
  return withYesOrNo(scene, toldOf({...scene, plain}));
}

const BY_METHOD: Partial<Record<string, (scene: WriteScene) => Told>> = {
  select: writeRows,
  duplicates: writeDuplicates,
  missing: writeMissing,
  describe_table: writeDescription,
  describe: writeDistribution,
  correlation: writeCorrelation,
  compare_groups: writeComparison,
};

/** Plans that name their headline step after what they tell. */
const BY_STEP: Partial<Record<string, (scene: WriteScene) => Told>> = {
  [RECONCILED]: writeReconciled,
  [RECONCILED_ONCE]: writeReconciledOnce,
  checks: writeChecks,
  explained: writeExplained,
  difference: writeDifference,
  ahead: writeForecast,
  matched: writeMatched,
  per_thing: writePerThing,
};

function toldOf(scene: WriteScene): Told {
  const named = BY_STEP[scene.step];
  if (named) return named(scene);
  if (scene.tool === "aggregate") {
    const intent = scene.reading?.intent;
    if (scene.groups.length === 0) return writeNumber(scene);
    if (intent === "which") return writeWhichGroup(scene);
    return intent === "distinct" ? writeDistinct(scene) : writeGroups(scene);
  }
  const write = BY_METHOD[scene.method ?? scene.tool];
  return write ? write(scene) : writeTable(scene);
}
