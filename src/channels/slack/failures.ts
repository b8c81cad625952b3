import {TabletalkError} from "../../errors.ts";

/** What a person is told of something that went wrong: what, and what to do next. */
export function toldOf(error: unknown): string {
  if (error instanceof TabletalkError) return `${error.message} ${error.next}`.trim();
  return "That did not work, and it is not your fault. Try again in a moment.";
}

/** For whoever runs the service. Tokens never stand in it. */
export function noteOf(what: string, error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return `${what}: ${said
    .replace(/xox[a-z]-[\w-]+|xapp-[\w-]+/gi, "(token)")
    .replace(/\s+/g, " ")
    .slice(0, 300)}`;
}
