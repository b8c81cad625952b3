import type {CallToolResult} from "@modelcontextprotocol/server";
import {z} from "zod";
import type {Answer} from "../../channels/channel.ts";
import {altText} from "../../charts/alt_text.ts";
import {chartSpecSchema} from "../../charts/spec.ts";
import {TabletalkError} from "../../errors.ts";
import {answerUnder} from "../answer_under_policy.ts";
import {askTurn} from "../ask_turn.ts";
import type {McpCalling, McpTool} from "../mcp_tool.ts";
import {tellAnswer} from "../tell_answer.ts";

const inputSchema = z.object({
  question: z.string().trim().min(1).max(8_000),
  tables: z.preprocess(
    (given) => (typeof given === "string" ? [given] : given),
    z.array(z.string().min(1)).max(20).optional(),
  ),
  conversation: z.string().trim().optional(),
});

/** ask: the whole planner, on the turn that all channels share. */
export function askTool(): McpTool {
  return {
    name: "ask",
    title: "Ask",
    description:
      'For a question in plain words, or a follow-up ("now by month"): reads it, plans, computes, verifies. Gives numbers, reading, caveats, recipe, a chart where asked; choices where it is ambiguous. No rows.',
    inputSchema: {
      type: "object",
      properties: {
        question: {type: "string"},
        tables: {type: "array", items: {type: "string"}},
        conversation: {type: "string", description: "id of an earlier answer, to go on with it"},
      },
      required: ["question"],
    },
    // Words can be taught by it; data is never changed.
    annotations: {readOnlyHint: false, destructiveHint: false, openWorldHint: false},
    action: "ask",
    call: ask,
  };
}

async function ask(input: Record<string, unknown>, calling: McpCalling): Promise<CallToolResult> {
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new TabletalkError(
      "bad_use",
      `${issue?.path.join(".") || "The input"}: ${issue?.message}.`,
      'Write it as {"question": "average price by region"}.',
    );
  }
  const {question, tables, conversation: earlier} = parsed.data;
  const named = tables && tables.length > 0 ? tables : undefined;
  const {conversation, result} = await askTurn(calling, {
    question,
    tables: named,
    conversation: earlier || undefined,
  });
  const answer = await answerUnder(result.answer, calling, question);
  const drawn = await Promise.all(chartsOf(answer).map((one) => pictureOf(calling, one)));
  const unseen = drawn.flatMap((one) => (typeof one === "string" ? [one] : []));
  const text = tellAnswer(withWarnings(answer, unseen), {conversation, policy: calling.policy});
  const pictures = drawn.flatMap((one) => (typeof one === "string" ? [] : [one]));
  return {content: [{type: "text", text}, ...pictures]};
}

/** MCP's images have no alternative text of their own: a host that can show one finds it in `_meta`. */
type Picture = {type: "image"; data: string; mimeType: "image/png"; _meta: {"tabletalk/alt": string}};

/** The charts of an answer: the first two, as a message may ask several questions. */
function chartsOf(answer: Answer) {
  return (answer.parts ?? [answer])
    .flatMap((part) => part.charts.flatMap(({step}) => part.artifacts[step] ?? []))
    .slice(0, 2);
}

/** A chart as hosts take it; in words why it could not be drawn, which loses no answer. */
async function pictureOf(
  {service, signal, progress}: McpCalling,
  {chart, table}: Answer["artifacts"][string],
): Promise<Picture | string> {
  const spec = chartSpecSchema.safeParse(chart);
  if (!spec.success) return "it could not be drawn.";
  progress(undefined, "Drawing");
  try {
    const renderer = await service.charts();
    const {content} = await renderer.renderChecked(spec.data, table, {format: "png", scale: 1, signal});
    return {
      type: "image",
      data: Buffer.from(content).toString("base64"),
      mimeType: "image/png",
      _meta: {"tabletalk/alt": altText(spec.data, table)},
    };
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    if (!(thrown instanceof TabletalkError)) return "it could not be drawn.";
    return `it could not be drawn: ${thrown.message} ${thrown.next}`;
  }
}

function withWarnings(answer: Answer, unseen: readonly string[]): Answer {
  const [first, ...rest] = answer.charts;
  if (!first || unseen.length === 0) return answer;
  return {...answer, charts: [{...first, warnings: [...(first.warnings ?? []), ...unseen]}, ...rest]};
}
