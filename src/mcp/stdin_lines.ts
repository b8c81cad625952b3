import {Transform, type TransformCallback} from "node:stream";
import {StringDecoder} from "node:string_decoder";

/** The longest message that is read, in characters: as much as over HTTP. */
const LONGEST_LINE = 4 * 1024 * 1024;
const PARSE_ERROR = -32_700;
const INVALID_REQUEST = -32_600;

/** What is told of a line that is no message; `id` where one can be made out. */
export interface LineFault {
  id?: string | number;
  code: number;
  message: string;
}

/**
 * Lets the lines of standard input pass that are messages of JSON-RPC. The SDK's own reader passes over the others without a
 * word, so that who wrote one waits for ever, and lets go of the whole connection where a line is too long.
 */
export function messageLines(onFault: (fault: LineFault) => void): Transform {
  const decoder = new StringDecoder("utf8");
  let held = "";
  let skipping = false;
  const take = (text: string, push: (line: string) => void): void => {
    const lines = text.split("\n");
    for (const [at, part] of lines.entries()) {
      const isEnd = at < lines.length - 1;
      if (!skipping) held += part;
      if (!skipping && held.length > LONGEST_LINE) {
        skipping = true;
        held = "";
        onFault({code: INVALID_REQUEST, message: "That message is longer than 4 MiB. Send less at once."});
      }
      if (!isEnd) continue;
      const line = held.trim();
      held = "";
      const isWhole = !skipping && line !== "";
      skipping = false;
      if (!isWhole) continue;
      const fault = faultOf(line);
      if (fault) onFault(fault);
      else push(`${line}\n`);
    }
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      take(decoder.write(chunk), (line) => this.push(line));
      done();
    },
  });
}

function faultOf(line: string): LineFault | undefined {
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch {
    return {code: PARSE_ERROR, message: "That line is no JSON. Write one JSON-RPC message a line."};
  }
  const invalid = (why: string, id?: unknown): LineFault => ({
    ...((typeof id === "string" || Number.isInteger(id)) && {id: id as string | number}),
    code: INVALID_REQUEST,
    message: `That is no message of JSON-RPC 2.0: ${why}.`,
  });
  if (Array.isArray(message)) return invalid("batches are not taken");
  if (typeof message !== "object" || message === null) return invalid("it is no object");
  const {jsonrpc, id, method, params, result, error} = message as Record<string, unknown>;
  if (jsonrpc !== "2.0") return invalid('jsonrpc is to be "2.0"', id);
  const isAnswer = method === undefined && (isObject(result) || isObject(error));
  if (id !== undefined && typeof id !== "string" && !Number.isInteger(id) && !isAnswer)
    return invalid("id is to be a text or a whole number");
  if (isAnswer) return undefined;
  if (typeof method !== "string") return invalid("method is to be a text", id);
  if (params !== undefined && !isObject(params)) return invalid("params are to be an object", id);
  return undefined;
}

const isObject = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);
