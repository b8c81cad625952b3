import {createHash} from "node:crypto";
import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";
import {writeModel} from "./saved_model.ts";
import {type TrainReport, type TrainRequest, train} from "./train.ts";

/** A trained model as it is kept, and all that is said of it. */
export interface WrittenTraining {
  report: Omit<TrainReport, "model">;
  /** The saved model, UTF-8. */
  bytes: Uint8Array;
  /** sha256 of the bytes, as hex. */
  hash: string;
}

/** Trains and writes the model where it was trained: a large forest takes long to hand over, and longer to write. */
export function trainAndWrite(request: TrainRequest, hooks: WorkHooks = NO_HOOKS): WrittenTraining {
  const {model, ...report} = train(request, hooks);
  const {task, name, target, labels, pipeline} = report;
  const bytes = new TextEncoder().encode(
    writeModel({format: 1, task, name, target, labels, pipeline, model}),
  );
  return {report, bytes, hash: createHash("sha256").update(bytes).digest("hex")};
}
