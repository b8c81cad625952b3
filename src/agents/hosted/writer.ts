import type {Account} from "../../models/account.ts";
import type {Reply} from "../../models/ask.ts";
import type {Health} from "../../models/health.ts";
import type {RoleModels} from "../../models/roles.ts";
import {sayReading} from "../../planning/say_reading.ts";
import type {Draft, Writer, WriterInput} from "../contracts.ts";
import {writerAnswerSchema} from "./answer_schema.ts";
import {converse, isPassedOver, type Verdict} from "./converse.ts";
import {extractJson} from "./extract_json.ts";
import {fence, tame} from "./fence.ts";
import {cellAt, fillCells, headlineValues} from "./fill_cells.ts";
import {QUESTION_LENGTH} from "./planner_prompt.ts";
import {PROMPTS} from "./prompts/current.ts";
import type {Template} from "./prompts/template.ts";
import {showResults} from "./show_results.ts";

export interface HostedWriterConfig {
  models: RoleModels;
  /** The account of a turn, by the turn's signal. */
  account: (signal: AbortSignal) => Account;
  /** Writes when every model fails, where "offline" ends the list of models. */
  offline?: Writer;
  /** The prompt, asked for at each draft: a workspace may change it. */
  template?: () => Promise<Template>;
  retryBaseMs?: number;
  /** Which models are passed over for now. Default: what this process knows. */
  health?: Health;
}

/** A reply is a few sentences; what is longer has lost its way. */
const TEXT_LENGTH = 1200;
/** A question that fixes the form of its reply may ask for more. */
const FORM_LENGTH = 4000;

/**
 * A writer that asks a language model. It shows the model aggregates; cells of rows, and of columns that look personal,
 * are shown as marks that are filled in here.
 */
export function createHostedWriter(config: HostedWriterConfig): Writer {
  const {models, offline, template = async () => PROMPTS.writer, retryBaseMs} = config;
  const fallback = models.offline ? offline : undefined;
  return {
    name: [...models.models.map((model) => model.id), ...(models.offline ? ["offline"] : [])].join(", "),
    async write(input: WriterInput): Promise<Draft> {
      if (!models.models.length && fallback) return fallback.write(input);
      const {version, text: instructions} = await template();
      const {text, shown} = showResults(input.plan, input.artifacts);
      const prompt = {
        role: "writer",
        version,
        instructions,
        messages: [{role: "user" as const, content: writerMessage(input, text)}],
        schema: writerAnswerSchema,
        shown,
      };
      try {
        return await converse(prompt, async (reply) => checkDraft(reply, input), {
          models: models.models,
          account: config.account(input.signal),
          signal: input.signal,
          fallback: fallback !== undefined,
          ...(config.health && {health: config.health}),
          ...(retryBaseMs !== undefined && {retryBaseMs}),
        });
      } catch (error) {
        if (fallback && isPassedOver(error)) return fallback.write(input);
        throw error;
      }
    },
  };
}

function writerMessage({question, plan, unbound}: WriterInput, results: string): string {
  const purpose = plan.steps.find((step) => step.id === plan.headline)?.purpose ?? "";
  return [
    fence("results", results),
    `The question: ${tame(question, QUESTION_LENGTH)}`,
    plan.reading ? tame(sayReading(plan.reading), 500) : `Computed: ${tame(purpose, 200)}`,
    ...(unbound?.length
      ? [
          `Your last draft said ${unbound.map((one) => tame(one, 60)).join("; ")}, which is not in the results. Write without it.`,
        ]
      : []),
  ].join("\n");
}

function checkDraft(reply: Reply, {plan, artifacts, question}: WriterInput): Verdict<Draft> {
  const written = reply.object ?? extractJson(reply.text);
  const parsed = writerAnswerSchema.safeParse(written ?? {text: plainText(reply.text)});
  if (!parsed.success) {
    return {
      issues: parsed.error.issues
        .slice(0, 4)
        .map((one) => `${one.path.join(".") || "answer"}: ${one.message}`),
    };
  }
  const {text, unknown} = fillCells(parsed.data.text.trim(), artifacts);
  if (unknown.length) return {issues: unknown.map((mark) => `${mark} names no cell of the results`)};
  if (text.length > (/@\w+\[/.test(question) ? FORM_LENGTH : TEXT_LENGTH))
    return {issues: ["the text is too long: three sentences at most"]};
  const named = (parsed.data.values ?? [])
    .slice(0, 8)
    .map(({name, at}) => ({name: tame(name, 80), at, cell: cellAt(at, artifacts)}));
  const values = named.flatMap(({name, cell}) => (cell ? [{name, ...cell}] : []));
  const lost = named
    .filter(({cell}) => !cell)
    .map(({at}) => `values: "${tame(at)}" names no cell; write step.row.column`);
  return {value: {text, values: values.length ? values : headlineValues(plan, artifacts)}, doubts: lost};
}

/** Prose that a model wrote instead of JSON is a draft like any other. */
function plainText(text: string): string {
  const prose = text.replaceAll(/<think>[\s\S]*?<\/think>/g, "").trim();
  return prose.includes("{") ? "" : prose;
}
