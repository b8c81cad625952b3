import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import type {z} from "zod";
import {TabletalkError} from "../../src/errors.ts";

/**
 * The lines of a folder's `questions.jsonl`, each checked.
 * @throws TabletalkError bad_use where the file is missing or a line is of another form
 */
export function readQuestions<Line>(folder: string, schema: z.ZodType<Line>): Line[] {
  const path = join(folder, "questions.jsonl");
  if (!existsSync(path))
    throw new TabletalkError(
      "bad_use",
      `There is no questions.jsonl in ${folder}.`,
      "Give the folder that holds it: --from FOLDER.",
    );
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.flatMap((line, index) => {
    if (line.trim() === "") return [];
    const parsed = schema.safeParse(asJson(line));
    if (parsed.success) return [parsed.data];
    const issue = parsed.error.issues[0];
    throw new TabletalkError(
      "bad_use",
      `Line ${index + 1} of ${path} is of another form: ${issue?.path.join(".")} ${issue?.message}.`,
      "See docs/evaluation.md for the forms that are read.",
    );
  });
}

function asJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
