/**
 * Finds the JSON object in what a model wrote: the whole text, a fenced block, or the first balanced braces in prose.
 * Mends what models get wrong most: trailing commas, comments, Python's literals, curly quotes as delimiters.
 * Returns undefined where there is none.
 */
export function extractJson(text: string): unknown {
  const plain = text.replaceAll(/<think>[\s\S]*?<\/think>/g, "").trim();
  const fenced = [...plain.matchAll(/```(?:json[c5]?)?\s*\n?([\s\S]*?)```/gi)].map((match) =>
    match[1]!.trim(),
  );
  for (const candidate of [plain, ...fenced, ...balanced(plain)]) {
    if (!candidate.startsWith("{")) continue;
    for (const attempt of [candidate, mended(candidate)]) {
      try {
        const value: unknown = JSON.parse(attempt);
        if (typeof value === "object" && value !== null) return value;
      } catch {
        // The next candidate may parse.
      }
    }
  }
  return undefined;
}

/** Every outermost `{...}` of a text, longest first; braces inside strings do not count. */
function balanced(text: string): string[] {
  const found: string[] = [];
  for (let start = text.indexOf("{"), tries = 0; start >= 0 && tries < 50; tries += 1) {
    const end = closing(text, start);
    if (end > 0) found.push(text.slice(start, end + 1));
    start = text.indexOf("{", end > 0 ? end + 1 : start + 1);
  }
  return found.sort((a, b) => b.length - a.length);
}

function closing(text: string, start: number): number {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (inString) {
      if (character === "\\") at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{") depth += 1;
    else if (character === "}") {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}

/** The text with its common faults mended outside of strings. */
function mended(text: string): string {
  return text
    .replaceAll(/[“”]/g, '"')
    .replaceAll(
      /("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
      (_, string: string | undefined) => string ?? "",
    )
    .replaceAll(
      /("(?:[^"\\]|\\.)*")|\b(True|False|None|NaN)\b/g,
      (_, string: string | undefined, word: string | undefined) =>
        string ??
        ({True: "true", False: "false", None: "null", NaN: "null"} as const)[
          word as "True" | "False" | "None" | "NaN"
        ],
    )
    .replaceAll(
      /("(?:[^"\\]|\\.)*")|,(\s*[}\]])/g,
      (_, string: string | undefined, close: string | undefined) => string ?? close ?? "",
    );
}
