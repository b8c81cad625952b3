import {TabletalkError} from "../errors.ts";
import {EXIT} from "./failure.ts";
import type {CommonFlags} from "./program.ts";

export interface EvalFlags extends CommonFlags {
  model?: string;
  from?: string;
  replies?: string;
  against?: string;
  resume?: boolean;
  limit?: string;
  only?: string;
  half?: string;
  report?: string;
  export?: string;
  verbose?: boolean;
}

/** `tabletalk eval`: asks every question of a suite and judges the replies. Exit status 1 below the suite's bars. */
export async function evalSuite(suite: string, flags: EvalFlags): Promise<void> {
  const {evaluate} = await import("../../evals/evaluate.ts");
  const stop = new AbortController();
  const interrupt = () =>
    stop.abort(new TabletalkError("aborted", "Stopped.", "Go on with --resume when you like."));
  process.once("SIGINT", interrupt);
  const passed = await evaluate(suite, flags, stop.signal);
  process.removeListener("SIGINT", interrupt);
  process.exitCode = passed ? EXIT.answered : EXIT.failed;
}
