/**
 * `node evals/addressee/run.ts FILE`: how often a message in a thread is rightly taken as meant for Tabletalk, or not. Prints
 * which were wrong for what may be read (read.jsonl) alone.
 */
import {readFileSync} from "node:fs";
import {basename} from "node:path";
import {fileURLToPath} from "node:url";
import {z} from "zod";
import {isAddressed, signsOf, type ThreadMessage} from "../../src/channels/chat/addressee.ts";

const lineSchema = z.object({
  id: z.string(),
  text: z.string(),
  by: z.string(),
  before: z.array(
    z.object({
      by: z.string(),
      secondsAgo: z.number(),
      kind: z.enum(["asked", "answered", "overheard"]),
      named: z.array(z.string()).optional(),
    }),
  ),
  hasFile: z.boolean(),
  columns: z.array(z.string()),
  label: z.enum(["answer", "silence"]),
});
export type Labelled = z.infer<typeof lineSchema>;

export interface Outcome {
  right: number;
  wrongAnswers: string[];
  wrongSilences: string[];
  total: number;
}

export function readLabelled(path: string): Labelled[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => lineSchema.parse(JSON.parse(line)));
}

/** A line as an adapter would bring it: mentions are ids, a mention of Tabletalk is taken away before. */
export function messageOf({text, by, before, hasFile, columns}: Labelled): ThreadMessage {
  const now = new Date("2026-03-02T12:00:00Z");
  const named = [...text.matchAll(/<@([\w-]+)>/g)].map((match) => match[1]!);
  const voices = before.map(({by: speaker, secondsAgo, kind, named: whom}) => ({
    by: speaker,
    at: new Date(now.getTime() - secondsAgo * 1_000).toISOString(),
    kind,
    named: (whom ?? []).filter((one) => one !== "bot"),
  }));
  const names = [...new Set(voices.flatMap((voice) => [voice.by, ...voice.named]))];
  return {
    text,
    by,
    named: named.filter((one) => one !== "bot"),
    before: voices,
    hasFile,
    columns,
    names: names.filter((one) => one !== "bot" && one !== by),
    now,
  };
}

/** What mentions Tabletalk is for it without being weighed. */
const isTaken = (line: Labelled): boolean => line.text.includes("<@bot>") || isAddressed(messageOf(line));

export function judge(lines: readonly Labelled[]): Outcome {
  const wrong = lines.filter((line) => isTaken(line) !== (line.label === "answer"));
  return {
    total: lines.length,
    right: lines.length - wrong.length,
    wrongAnswers: wrong.filter(({label}) => label === "silence").map(({id}) => id),
    wrongSilences: wrong.filter(({label}) => label === "answer").map(({id}) => id),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = process.argv[2] ?? fileURLToPath(new URL("./read.jsonl", import.meta.url));
  const lines = readLabelled(path);
  const {total, right, wrongAnswers, wrongSilences} = judge(lines);
  const share = ((100 * right) / Math.max(1, total)).toFixed(1);
  process.stdout.write(
    `${right} of ${total} right (${share} %); answered wrongly ${wrongAnswers.length}, silent wrongly ${wrongSilences.length}\n`,
  );
  if (basename(path) === "read.jsonl")
    for (const id of [...wrongAnswers, ...wrongSilences]) {
      const line = lines.find((one) => one.id === id)!;
      const signs = signsOf(messageOf(line)).map(({name, weight}) => `${name} ${weight.toFixed(1)}`);
      process.stdout.write(`${id} ${line.label}: ${JSON.stringify(line.text)}\n  ${signs.join("; ")}\n`);
    }
}
