import type {WriteStream} from "node:tty";

/** Colours for a terminal; the identity where colours are not wanted. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  cyan(text: string): string;
}

const paint = (open: number, close: number) => (text: string) => `\u001b[${open}m${text}\u001b[${close}m`;
const plain = (text: string) => text;

const COLOURED: Style = {bold: paint(1, 22), dim: paint(2, 22), red: paint(31, 39), cyan: paint(36, 39)};
const PLAIN: Style = {bold: plain, dim: plain, red: plain, cyan: plain};

/** Colours only on a terminal that has them, and never where NO_COLOR is set (https://no-color.org). */
export function styleFor(
  stream: Pick<WriteStream, "isTTY">,
  environment: NodeJS.ProcessEnv = process.env,
): Style {
  const wanted = Boolean(stream.isTTY) && !environment.NO_COLOR && environment.TERM !== "dumb";
  return wanted ? COLOURED : PLAIN;
}

/**
 * Text of a file or a person made safe to print: control characters, which a terminal would obey, and the marks that
 * turn the direction of writing become visible or vanish; line breaks become spaces unless `keepLines`.
 */
export function printable(text: string, keepLines = false): string {
  const lines = keepLines ? text.replace(/\r\n?/g, "\n") : text.replace(/[\r\n\t]+/g, " ");
  return lines
    .replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g, "")
    .replace(/\p{Cc}/gu, (control) => (keepLines && control === "\n" ? control : "\ufffd"));
}
