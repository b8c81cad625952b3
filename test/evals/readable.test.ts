import {expect, test} from "vitest";
import {readableScorer} from "../../evals/scorers/readable.ts";

const message = (text: string) => ({
  id: "1",
  role: "assistant" as const,
  createdAt: new Date(0),
  content: {format: 2 as const, parts: [{type: "text" as const, text}]},
});
const input = {inputMessages: [], rememberedMessages: [], systemMessages: [], taggedSystemMessages: {}};

test.each([
  ['{"readings":[{"intent":"describe","table":"tides"}]}', 1, "It can be read."],
  ['Here it is: ```json\n{"declined":{"reason":"no such column"}}\n```', 1, "It can be read."],
  ['{"readings":[{"intent":"dance","table":"tides"}]}', 0, "readings.0.intent: "],
  ["I would group by harbour.", 0, "there is no JSON object in it"],
])("Mastra scores a planner's reply by whether it can be read: %s", async (reply, score, why) => {
  const scored = await readableScorer("planner").run({input, output: [message(reply)]});
  expect(scored.score).toBe(score);
  expect(scored.reason).toContain(why);
});
