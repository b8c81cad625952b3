import {TabletalkError} from "../errors.ts";
import {nearestNames} from "../tools/nearest.ts";

/** What is wrong with a workflow: at which node and field, or which parameter; and what to do. */
export interface WorkflowProblem {
  node?: string;
  /** Within the node, or of the workflow itself: "input.where.value", "headline". */
  field?: string;
  parameter?: string;
  message: string;
  next: string;
}

/** A problem in one line: `Node "total", input.measures.0.of: no column "amout" in orders. Use one of: amount.` */
export function sayProblem({node, field, parameter, message, next}: WorkflowProblem): string {
  const at =
    node !== undefined ? `Node "${node}"` : parameter !== undefined ? `Parameter "${parameter}"` : "";
  const where = [at, field ?? ""].filter((one) => one !== "").join(", ");
  return `${where === "" ? "" : `${where}: `}${message} ${next}`;
}

/** All of them as one error. @returns TabletalkError bad_plan */
export function problemsError(problems: readonly WorkflowProblem[], what = "workflow"): TabletalkError {
  const lines = problems.slice(0, MOST_TOLD).map(sayProblem);
  const more = problems.length > MOST_TOLD ? [`And ${problems.length - MOST_TOLD} more.`] : [];
  const [only] = problems;
  return problems.length === 1 && only
    ? new TabletalkError("bad_plan", sayProblem({...only, next: ""}).trim(), only.next)
    : new TabletalkError(
        "bad_plan",
        [`The ${what} has ${problems.length} problems:`, ...lines.map((line) => `- ${line}`), ...more].join(
          "\n",
        ),
        "Mend those, and try again.",
      );
}
const MOST_TOLD = 30;

/** What to use in place of a name that is not there. */
export function nearestTo(name: string, known: readonly string[], things: string): string {
  const near = nearestNames(name, known, 2);
  if (near.length > 0) return `Did you mean ${near.map((one) => `"${one}"`).join(" or ")}?`;
  if (known.length === 0) return `There are no ${things}.`;
  const more = known.length > 20 ? `, and ${known.length - 20} more` : "";
  return `The ${things} are: ${known.slice(0, 20).join(", ")}${more}.`;
}
