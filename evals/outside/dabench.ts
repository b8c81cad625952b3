import {join} from "node:path";
import {z} from "zod";
import type {Case, Judgement, OutsideSet, ReplyLine} from "./adapter.ts";
import {readQuestions} from "./read_lines.ts";

const lineSchema = z.object({
  id: z.number(),
  question: z.string(),
  constraints: z.string(),
  format: z.string(),
  file_name: z.string(),
  level: z.string(),
  concepts: z.array(z.string()),
  answers: z.array(z.tuple([z.string(), z.union([z.string(), z.number()])])),
  label_status: z.string(),
});

interface DabenchCase extends Case {
  answers: readonly (readonly [key: string, value: string])[];
}

interface DabenchLine extends ReplyLine {
  reply: string;
}

/** Closed-form questions over one table each: a reply holds `@key[value]` for each key. */
export const dabench: OutsideSet<DabenchCase, DabenchLine> = {
  name: "dabench",
  read: (folder) =>
    readQuestions(folder, lineSchema).map((one) => ({
      id: one.id,
      files: [join(folder, "tables", one.file_name)],
      turns: [`${one.question}\n${one.constraints}\n${one.format}`],
      level: one.level,
      concepts: one.concepts,
      sound: one.label_status === "reproduced",
      answers: one.answers.map(([key, value]) => [key, String(value)] as const),
    })),
  reply: (one, asked) => ({
    id: one.id,
    declined: asked.state !== "answered",
    reply: asked.state === "answered" ? (asked.answer?.answer ?? "") : "",
  }),
  judge: judgeKeys,
};

/** Strict: every key stands in the reply with its text, or with a number within 1e-6. */
function judgeKeys(one: DabenchCase, line: DabenchLine): Judgement {
  if (line.declined) return {verdict: "declined", why: ""};
  const given = new Map([...line.reply.matchAll(/@(\w+)\[(.*?)\]/g)].map((match) => [match[1]!, match[2]!]));
  const missed = one.answers.filter(([key, value]) => !same(value, given.get(key)));
  const right = one.answers.length - missed.length;
  return {
    verdict: missed.length === 0 ? "right" : "wrong",
    why: missed.map(([key, value]) => `${key} is ${given.get(key) ?? "missing"}, wanted ${value}`).join("; "),
    scores: {keys: right / Math.max(1, one.answers.length)},
  };
}

const same = (expected: string, given: string | undefined): boolean =>
  given !== undefined && (given === expected || Math.abs(numberOf(given) - numberOf(expected)) < 1e-6);

const numberOf = (text: string): number =>
  /^[-+]?[\d,]*\.?\d+(e[-+]?\d+)?%?$/i.test(text.trim()) ? Number(text.replace(/[,%]/g, "")) : Number.NaN;
