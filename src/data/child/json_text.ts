/** A JSON value that keeps what JavaScript's own reader loses: numbers as they are written, and keys that come twice. */
export type Json = null | boolean | string | JsonNumber | JsonObject | Json[];
export interface JsonNumber {
  kind: "number";
  raw: string;
}
export interface JsonObject {
  kind: "object";
  entries: [key: string, value: Json][];
}

/** What is wrong with a JSON text, and where. */
export class JsonError extends Error {
  readonly line: number;
  readonly column: number;
  /** The text ended before it was whole. */
  readonly cut: boolean;

  constructor(message: string, text: string, at: number) {
    super(message);
    const before = text.slice(0, at);
    this.line = before.split("\n").length;
    this.column = at - before.lastIndexOf("\n");
    this.cut = at >= text.length;
  }
}

const DEEPEST = 500;
const NUMBER = /-?(?:(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|Infinity)|NaN/y;
/** Breaks inside of texts are against the rules, but harmless. */
const PLAIN = /[^"\\]*/y;

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) && value.kind === "object";

/** Reads one value or several after one another. @throws JsonError at the first sign that does not fit */
export function parseJson(text: string): Json[] {
  let at = 0;
  const fail = (message: string): never => {
    throw new JsonError(at >= text.length ? "it ends before it is whole" : message, text, at);
  };
  const skip = (): void => {
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
    }
  };
  const string = (): string => {
    at += 1;
    let value = "";
    for (;;) {
      PLAIN.lastIndex = at;
      const plain = PLAIN.exec(text)?.[0] ?? "";
      value += plain;
      at += plain.length;
      if (at >= text.length) return fail("");
      const sign = text[at];
      if (sign === '"') {
        at += 1;
        return value;
      }
      const length = text[at + 1] === "u" ? 6 : 2;
      try {
        value += JSON.parse(`"${text.slice(at, at + length)}"`) as string;
      } catch {
        return fail("an escape in a text is wrong");
      }
      at += length;
    }
  };
  const value = (depth: number): Json => {
    if (depth > DEEPEST) return fail(`it is more than ${DEEPEST} levels deep`);
    skip();
    const sign = text[at];
    if (sign === '"') return string();
    if (sign === "{") {
      at += 1;
      const entries: [string, Json][] = [];
      for (skip(); text[at] !== "}"; skip()) {
        if (entries.length > 0) {
          if (text[at] !== ",") return fail('a comma or "}" is missing');
          at += 1;
          skip();
          if (text[at] === "}") break;
        }
        if (text[at] !== '"') return fail("a name in double quotes is missing");
        const key = string();
        skip();
        if (text[at] !== ":") return fail("a colon is missing");
        at += 1;
        entries.push([key, value(depth + 1)]);
      }
      at += 1;
      return {kind: "object", entries};
    }
    if (sign === "[") {
      at += 1;
      const items: Json[] = [];
      for (skip(); text[at] !== "]"; skip()) {
        if (items.length > 0) {
          if (text[at] !== ",") return fail('a comma or "]" is missing');
          at += 1;
          skip();
          if (text[at] === "]") break;
        }
        items.push(value(depth + 1));
      }
      at += 1;
      return items;
    }
    for (const [word, meant] of [
      ["true", true],
      ["false", false],
      ["null", null],
    ] as const)
      if (text.startsWith(word, at)) {
        at += word.length;
        return meant;
      }
    NUMBER.lastIndex = at;
    const raw = NUMBER.exec(text)?.[0];
    if (raw === undefined) return fail(`${JSON.stringify(text.slice(at, at + 12))} is no value`);
    at += raw.length;
    return {kind: "number", raw};
  };
  const values: Json[] = [];
  for (skip(); at < text.length; skip()) {
    if (values.length > 0 && text[at] === ",") {
      at += 1;
      skip();
    }
    values.push(value(0));
  }
  return values;
}

/** Writes a value as one line, numbers as they were written. `repeated` is told of keys that came twice and were numbered. */
export function jsonLine(value: Json, repeated: (key: string) => void): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => jsonLine(item, repeated)).join(",")}]`;
  if (value.kind === "number") return value.raw;
  const seen = new Set<string>();
  const parts = value.entries.map(([key, item]) => {
    let name = key;
    for (let times = 2; seen.has(name); times++) name = `${key}_${times}`;
    if (name !== key) repeated(key);
    seen.add(name);
    return `${JSON.stringify(name)}:${jsonLine(item, repeated)}`;
  });
  return `{${parts.join(",")}}`;
}
