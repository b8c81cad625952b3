import {join} from "node:path";
import {z} from "zod";
import type {Case, Judgement, OutsideSet} from "./adapter.ts";
import {type ChartLine, type ChartReply, chartLine, type Channel as Encoded} from "./chart_reply.ts";
import {readQuestions} from "./read_lines.ts";

const channelSchema = z.object({
  field: z.string().optional(),
  aggregate: z.string().optional(),
  bin: z.unknown().optional(),
});
type GoldChannel = z.infer<typeof channelSchema>;

const lineSchema = z.object({
  id: z.number(),
  table: z.string(),
  utterance: z.string(),
  sequential: z.boolean(),
  visId: z.string(),
  gold_spec: z.object({
    mark: z.union([z.string(), z.object({type: z.string()})]),
    encoding: z.record(z.string(), channelSchema),
  }),
});
type Gold = z.infer<typeof lineSchema>["gold_spec"];

interface NlvCase extends Case {
  gold: Gold;
}

/** What people said of charts that they were shown; `|` parts the turns of one conversation. */
export const nlv: OutsideSet<NlvCase, ChartLine> = {
  name: "nlv",
  read: (folder) =>
    readQuestions(folder, lineSchema).map((one) => ({
      id: one.id,
      files: [join(folder, one.table)],
      turns: one.sequential
        ? one.utterance
            .split("|")
            .map((turn) => turn.trim())
            .filter((turn) => turn !== "")
        : [one.utterance],
      level: one.sequential ? "several turns" : "one turn",
      concepts: [one.visId],
      gold: one.gold_spec,
    })),
  reply: (one, asked) => chartLine(one.id, asked),
  judge: (one, line) => judgeSpec(one.gold, line),
};

/**
 * Exact where mark, fields, aggregates and bins are the gold's: x and y may change places; colour, size and panels must be
 * there where the gold has them, and only there.
 */
export function judgeSpec(gold: Gold, line: ChartLine): Judgement {
  if (line.declined) return {verdict: "declined", why: ""};
  const {chart} = line;
  if (!chart) return {verdict: "wrong", why: "no chart"};
  const faults = faultsOf(gold, chart);
  const fields = same(fieldsOf(goldChannels(gold)), fieldsOf(replyChannels(chart)));
  return {
    verdict: faults.length === 0 ? "right" : "wrong",
    why: faults.join("; "),
    scores: {mark: Number(markOf(gold) === chart.mark), fields: Number(fields)},
  };
}

const markOf = (gold: Gold): string => (typeof gold.mark === "string" ? gold.mark : gold.mark.type);

function faultsOf(gold: Gold, chart: ChartReply): string[] {
  const wanted = markOf(gold);
  const faults = wanted === chart.mark ? [] : [`drawn as ${chart.mark}, wanted ${wanted}`];
  const {encoding} = gold;
  const axes = (x: GoldChannel | undefined, y: GoldChannel | undefined) => [say(x), say(y)].sort();
  if (!same(axes(encoding.x, encoding.y), axes(chart.x, chart.y)))
    faults.push(
      `axes ${axes(chart.x, chart.y).join(" and ")}, wanted ${axes(encoding.x, encoding.y).join(" and ")}`,
    );
  const panels = encoding.column ?? encoding.row ?? encoding.facet;
  for (const [name, want, got] of [
    ["colour", encoding.color, chart.color],
    ["size", encoding.size, chart.size],
    ["panels", panels, chart.facet],
  ] as const)
    if (say(want) !== say(got)) faults.push(`${name} ${say(got) || "none"}, wanted ${say(want) || "none"}`);
  return faults;
}

/** "mean of Weight", "Weight in bins", "count". */
function say(channel: GoldChannel | Encoded | undefined): string {
  if (!channel) return "";
  if (channel.aggregate === "count") return "count";
  const field = channel.field ?? "";
  if (channel.aggregate) return `${channel.aggregate === "average" ? "mean" : channel.aggregate} of ${field}`;
  return channel.bin ? `${field} in bins` : field;
}

const goldChannels = (gold: Gold): GoldChannel[] => Object.values(gold.encoding);
const replyChannels = ({x, y, color, size, facet}: ChartReply): (Encoded | undefined)[] => [
  x,
  y,
  color,
  size,
  facet,
];
const fieldsOf = (channels: readonly (GoldChannel | Encoded | undefined)[]): string[] =>
  [...new Set(channels.flatMap((channel) => channel?.field ?? []))].sort();
const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((text, index) => text === other[index]);
