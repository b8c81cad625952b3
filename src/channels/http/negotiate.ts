import {HttpRefusal} from "./problem.ts";

/** Whether an Accept header takes one of some media types. */
export function accepts(accept: string | undefined, types: readonly string[]): boolean {
  if (accept === undefined || accept.trim() === "") return true;
  return accept.split(",").some((one) => {
    const [range = "", ...parameters] = one.split(";").map((part) => part.trim().toLowerCase());
    const isRefused = parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
    if (isRefused) return false;
    if (range === "*/*") return true;
    return types.some(
      (type) => range === type || (range.endsWith("/*") && type.startsWith(range.slice(0, -1))),
    );
  });
}

/** @throws HttpRefusal 406 */
export function demandAcceptable(accept: string | undefined, types: readonly string[]): void {
  if (accepts(accept, types)) return;
  throw new HttpRefusal(406, `This is answered as ${types.join(", ")}.`, `Send Accept: ${types[0]}.`);
}
