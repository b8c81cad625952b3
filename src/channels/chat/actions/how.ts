import type {Plan} from "../../../planning/plan.ts";
import {sayReading} from "../../../planning/say_reading.ts";
import type {Artifact} from "../../../tools/tool.ts";
import type {Answer} from "../../channel.ts";
import {codeFence, escapeLines, escapeMarkdown, isolate} from "../escape.ts";
import type {ReplyDocument, ReplyPart} from "../reply.ts";
import type {AnswerAtPlace} from "./turn_at_place.ts";

/** How an answer was computed: the reading, each step with its data and SQL, what was taken for granted, how to do it again. */
export function howDocument({turn, answer}: AnswerAtPlace): ReplyDocument {
  const answers = answer.parts?.filter(({plan}) => plan) ?? [answer];
  const {recipe = turn.recipe} = answer;
  const told = [
    answer.derivation?.kind === "agrees"
      ? "The numbers came out the same by a second way."
      : "The numbers were computed once.",
    saySent(turn.sent),
    ...(recipe !== undefined && /^[\w-]{1,64}$/.test(recipe)
      ? [`Recipe \`${recipe}\`. To compute it again: \`tabletalk replay ${recipe}\``]
      : []),
  ];
  return {
    summary: "How it was computed",
    parts: [...answers.flatMap(howOf), ...confidencePart(answer), {kind: "note", markdown: told.join("\n")}],
    actions: [],
  };
}

function howOf(answer: Answer): ReplyPart[] {
  const {plan, reading, artifacts, question} = answer;
  if (!plan) return [];
  const read = reading ?? (plan.reading && sayReading(plan.reading));
  const assumptions = plan.reading?.assumptions ?? [];
  const head = [
    ...(question === undefined ? [] : [`**${escapeMarkdown(question)}**`]),
    ...(read === undefined ? [] : [escapeLines(read)]),
    ...(assumptions.length > 0 && !read?.includes("assuming")
      ? [`Assumed: ${escapeMarkdown(assumptions.join("; "))}`]
      : []),
  ];
  const told = new Set<string>();
  const steps = plan.steps.flatMap((step, at): ReplyPart[] => {
    const artifact = artifacts[step.id];
    return artifact ? [{kind: "text", markdown: stepMarkdown(at + 1, step, artifact, told)}] : [];
  });
  return [...(head.length > 0 ? [{kind: "text" as const, markdown: head.join("\n")}] : []), ...steps];
}

/** @param told what earlier steps said, which is not said again */
function stepMarkdown(
  number: number,
  {purpose, tool}: Plan["steps"][number],
  {provenance}: Artifact,
  told: Set<string>,
): string {
  const {datasets, method, sql, notes} = provenance;
  const data = datasets.map(
    ({name, hash}) => `${isolate(escapeMarkdown(name))} (version ${escapeMarkdown(hash.slice(0, 8))})`,
  );
  const by = [tool, method].filter((one) => one !== undefined).map(escapeMarkdown);
  const isNew = (text: string) => !told.has(text) && told.add(text).has(text);
  return [
    [`**${number}.** ${escapeMarkdown(purpose ?? tool)}`, by.join(" "), data.join(", ")]
      .filter(Boolean)
      .join(" · "),
    ...sql.filter(isNew).map((one) => codeFence(one, "sql")),
    ...notes.filter(isNew).map((note) => `- ${escapeMarkdown(note)}`),
  ].join("\n");
}

function confidencePart({confidence}: Answer): ReplyPart[] {
  if (!confidence) return [];
  const reasons = confidence.reasons.map((reason) => `- ${escapeMarkdown(reason)}`);
  return [{kind: "text", markdown: [`**Confidence: ${confidence.level}**`, ...reasons].join("\n")}];
}

function saySent(sent: unknown): string {
  const isSent = Array.isArray(sent) ? sent.length > 0 : sent !== null && sent !== undefined;
  return isSent
    ? "A model was asked; what it was told is kept with the answer."
    : "Nothing left this service.";
}
