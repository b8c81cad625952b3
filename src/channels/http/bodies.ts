import type {z} from "@hono/zod-openapi";
import {HttpRefusal} from "./problem.ts";

/** The longest JSON that is read, in bytes. */
export const LONGEST_JSON = 1_048_576;
const DEEPEST = 64;

/**
 * The bytes of a request, never more than a limit: what says that it is longer is refused unread.
 * @throws HttpRefusal 413
 */
export async function bytesOf(request: Request, longest: number): Promise<Uint8Array> {
  const said = Number(request.headers.get("content-length") ?? Number.NaN);
  if (said > longest) throw tooLarge(longest);
  if (!request.body) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body) {
    length += part.byteLength;
    if (length > longest) throw tooLarge(longest);
    parts.push(part);
  }
  return Buffer.concat(parts, length);
}

/**
 * The JSON of a request's bytes, as its content type says. Texts lose NUL, which Postgres cannot keep, and lone halves
 * of letters.
 * @throws HttpRefusal 415 for another type, 400 for bytes that are no JSON
 */
export function jsonOf(bytes: Uint8Array, contentType: string | null): unknown {
  const type = contentType?.split(";")[0]?.trim().toLowerCase();
  if (bytes.length === 0 && !type) return undefined;
  if (!type || !/^application\/([a-z0-9.+-]+\+)?json$/.test(type))
    throw new HttpRefusal(
      415,
      type ? `The body is said to be ${type}; JSON is needed.` : "The body's content type is missing.",
      "Send JSON with Content-Type: application/json.",
    );
  if (bytes.length === 0) return undefined;
  let text: string;
  try {
    text = new TextDecoder("utf-8", {fatal: true}).decode(bytes);
  } catch {
    throw new HttpRefusal(400, "The body is not UTF-8.", "Send JSON in UTF-8.");
  }
  try {
    return cleaned(JSON.parse(text), 0);
  } catch (error) {
    if (error instanceof HttpRefusal) throw error;
    throw new HttpRefusal(
      400,
      "The body says that it is JSON, and is not.",
      "Send JSON, or say what it is in Content-Type.",
    );
  }
}

/**
 * What a schema makes of an input.
 * @throws HttpRefusal 422 for a body, 400 for a path, query or header, naming each part that is wrong
 */
export function checked<T>(schema: z.ZodType<T>, input: unknown, part: "body" | "query" | "path"): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.slice(0, 20).map(({path, message}) => ({
    at: [part, ...path].map(String).join(".").slice(0, 200),
    message: message.slice(0, 300),
  }));
  const [first] = errors;
  throw new HttpRefusal(
    part === "body" ? 422 : 400,
    `The ${part} does not fit${first ? `: ${first.at}: ${first.message}` : ""}.`,
    "Mend what `errors` names; /docs says what each request takes.",
    {errors},
  );
}

/** A text as every store can keep it. */
export function cleanText(text: string): string {
  return (text.includes("\0") ? text.replaceAll("\0", "") : text).toWellFormed();
}

function cleaned(value: unknown, depth: number): unknown {
  if (depth > DEEPEST)
    throw new HttpRefusal(400, `The body is nested deeper than ${DEEPEST}.`, "Send it flatter.");
  if (typeof value === "string") return cleanText(value);
  if (Array.isArray(value)) return value.map((one) => cleaned(one, depth + 1));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== "__proto__")
      .map(([name, one]) => [cleanText(name), cleaned(one, depth + 1)]),
  );
}

export function tooLarge(longest: number): HttpRefusal {
  const limit = longest >= 1_048_576 ? `${Math.floor(longest / 1_048_576)} MB` : `${longest} bytes`;
  return new HttpRefusal(
    413,
    `The body is larger than ${limit}.`,
    "Send less; files go to /v1/uploads, piece by piece.",
    // What is still on its way is not read.
    {code: "limit_reached", headers: {Connection: "close"}},
  );
}
