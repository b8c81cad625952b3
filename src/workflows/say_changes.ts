import type {WorkflowDocument} from "./document.ts";

/** What is different in one version of a workflow than in another, a sentence each. None: they say the same. */
export function sayChanges(before: WorkflowDocument, after: WorkflowDocument): string[] {
  const {nodes: oldNodes, parameters: oldParameters, ...oldRest} = before;
  const {nodes: newNodes, parameters: newParameters, ...newRest} = after;
  const nodesOf = (nodes: WorkflowDocument["nodes"]) =>
    Object.fromEntries(nodes.map(({id, ...node}) => [id, node]));
  return [
    ...changes(oldRest, newRest).map(({field, said}) => `${sentence(field)} ${said}.`),
    ...named("Parameter", oldParameters, newParameters, ({type}) => type),
    ...named("Node", nodesOf(oldNodes), nodesOf(newNodes), ({kind}) => kind),
  ];
}

function named<One>(
  what: string,
  before: Record<string, One>,
  after: Record<string, One>,
  kindOf: (one: One) => string,
): string[] {
  const gone = Object.keys(before).filter((id) => !Object.hasOwn(after, id));
  const ofNow = Object.entries(after).flatMap(([id, one]): string[] => {
    const old = Object.hasOwn(before, id) ? before[id] : undefined;
    if (old === undefined) return [`${what} "${id}" (${kindOf(one)}) is new.`];
    return changes(old, one).map(({field, said}) => `${what} "${id}": ${field} ${said}.`);
  });
  return [...gone.map((id) => `${what} "${id}" is gone.`), ...ofNow];
}

interface Change {
  field: string;
  said: string;
}

function changes(before: unknown, after: unknown, field = ""): Change[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => changes(before[key], after[key], field === "" ? key : `${field}.${key}`));
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return before.flatMap((one, at) => changes(one, after[at], `${field}.${at}`));
  if (before === undefined) return [{field, said: `is new: ${shown(after)}`}];
  if (after === undefined) return [{field, said: `is gone; it was ${shown(before)}`}];
  return [{field, said: `was ${shown(before)}, is ${shown(after)}`}];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

function sentence(field: string): string {
  return field.charAt(0).toUpperCase() + field.slice(1);
}
