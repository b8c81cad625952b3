import {TabletalkError} from "../errors.ts";
import {type WorkflowDocument, workflowDocumentSchema} from "./document.ts";
import {inputProblems} from "./input_problems.ts";
import {problemsError, type WorkflowProblem} from "./problem.ts";

/** The longest text of a workflow, in characters; the most that aliases of YAML may make of it; how deep it may nest. */
const LONGEST = 256 * 1024;
const MOST_MADE = 1024 * 1024;
const DEEPEST = 60;
const MOST_ALIASES = 50;

/**
 * A workflow from JSON or YAML.
 * @throws TabletalkError bad_file for a text that is neither, is too long, nests too deep or multiplies by aliases; bad_plan for one
 * that is no workflow, with every field that is wrong
 */
export async function readWorkflow(text: string): Promise<WorkflowDocument> {
  if (text.trim() === "")
    throw unreadable("The workflow is empty.", "Write what it does; see docs/workflows.md.");
  if (text.length > LONGEST)
    throw unreadable(`The workflow is longer than ${LONGEST / 1024} KB.`, "Make several of it.");
  return workflowOf(/^\s*\{/.test(text) ? parsedJson(text) : await parsedYaml(text));
}

/**
 * A workflow from a value, as an HTTP request or a tool brings it.
 * @throws TabletalkError bad_plan with every field that is wrong; bad_file where it nests too deep or is too large
 */
export function workflowOf(value: unknown): WorkflowDocument {
  checkShape(value);
  const problems = documentProblems(value);
  if (problems.length > 0) throw problemsError(problems);
  return workflowDocumentSchema.parse(value);
}

/** A workflow as YAML, which `readWorkflow` reads as the same. */
export async function writeYaml(document: WorkflowDocument): Promise<string> {
  const {stringify} = await import("yaml");
  return stringify(document, {schema: "core", lineWidth: 110, aliasDuplicateObjects: false});
}

/** What is wrong with the shape of a document: fields that are missing, not known, or do not fit. */
export function documentProblems(value: unknown): WorkflowProblem[] {
  const nodes: unknown = (value as {nodes?: unknown} | null)?.nodes;
  return inputProblems(workflowDocumentSchema, value).map(({field, message, next}) => {
    const [, at, rest] = /^nodes\.(\d+)(?:\.(.*))?$/.exec(field) ?? [];
    const node: unknown = at !== undefined && Array.isArray(nodes) ? nodes[Number(at)]?.id : undefined;
    if (typeof node === "string") return {node, message, next, ...(rest !== undefined && {field: rest})};
    const [, parameter, of] = /^parameters\.([^.]+)(?:\.(.*))?$/.exec(field) ?? [];
    if (parameter !== undefined) return {parameter, message, next, ...(of !== undefined && {field: of})};
    return {message, next, ...(field !== "" && {field})};
  });
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadable(`The workflow is no JSON: ${firstLine(error)}.`, "Mend it there.", error);
  }
}

async function parsedYaml(text: string): Promise<unknown> {
  const {parseDocument} = await import("yaml");
  try {
    const document = parseDocument(text, {
      schema: "core",
      uniqueKeys: true,
      merge: false,
      // Silent would take the first of several documents, and say nothing of the others.
      logLevel: "error",
    });
    const [wrong] = document.errors;
    if (wrong?.code === "MULTIPLE_DOCS")
      throw unreadable(
        "The file holds several documents, one below another.",
        "Keep each in a file of its own.",
      );
    if (wrong) throw wrong;
    const [odd] = document.warnings;
    if (odd) throw odd;
    return document.toJS({maxAliasCount: MOST_ALIASES});
  } catch (error) {
    if (error instanceof TabletalkError) throw error;
    const message = error instanceof RangeError ? "it nests too deep" : firstLine(error);
    throw unreadable(`The workflow is no YAML that is read here: ${message}.`, "Mend it there.", error);
  }
}

/** Walks it without calling itself: what is hostile may nest deeper than a stack holds. */
function checkShape(value: unknown): void {
  let made = 0;
  for (let depth = 0, level: unknown[] = [value]; level.length > 0; depth++) {
    if (depth > DEEPEST)
      throw unreadable(`The workflow nests deeper than ${DEEPEST} levels.`, "Nest it less.");
    const below: unknown[] = [];
    for (const one of level) {
      made += typeof one === "string" ? one.length : 8;
      if (one === null || typeof one !== "object") continue;
      for (const [key, inner] of Object.entries(one)) {
        made += key.length;
        if (key === "__proto__") throw unreadable('A field is called "__proto__".', "Take it away.");
        if (made > MOST_MADE)
          throw unreadable("The workflow is too large, with its aliases.", "Make several of it.");
        below.push(inner);
      }
    }
    level = below;
  }
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split("\n")[0] ?? "").replace(/[.:]\s*$/, "");
}

function unreadable(message: string, next: string, cause?: unknown): TabletalkError {
  return new TabletalkError("bad_file", message, next, cause === undefined ? undefined : {cause});
}
