import {element} from "./element.js";
import {announce} from "./live.js";

/** What went wrong, in words for whoever reads them, and what to do next. */
export class Problem extends Error {
  /** @param {{status: number, code: string, message: string, next: string}} told */
  constructor({status, code, message, next}) {
    super(message);
    this.status = status;
    this.code = code;
    this.next = next;
  }
}

/** What a refused request says (problem+json). @param {Response} response */
export async function problemOf(response) {
  const told = await response.json().catch(() => ({}));
  return new Problem({
    status: response.status,
    code: String(told.code ?? response.status),
    message: String(told.detail ?? told.title ?? `The service answered ${response.status}.`),
    next: String(told.next ?? "Try again."),
  });
}

export function unreachable() {
  return new Problem({
    status: 0,
    code: "unreachable",
    message: "The service cannot be reached.",
    next: "Check the connection, then try again.",
  });
}

/** An error as it is shown. @param {unknown} error */
export function problemNote(error) {
  const next = error instanceof Problem ? error.next : "Load the page again.";
  const message = error instanceof Error ? error.message : String(error);
  announce(`${message} ${next}`);
  return element(
    "p",
    {class: "problem", role: "alert"},
    element("strong", {dir: "auto"}, message),
    " ",
    element("span", {dir: "auto"}, next),
  );
}
