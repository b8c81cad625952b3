import {ProtocolError, ProtocolErrorCode, ResourceNotFoundError} from "@modelcontextprotocol/server";
import {TabletalkError} from "../../errors.ts";

/** What whoever asks may not know of is as if it were not there. */
const NOT_THERE: ReadonlySet<string> = new Set([
  "not_found",
  "unknown_table",
  "no_data",
  "bad_recipe",
  "forbidden",
]);

/** Reads a resource; what is not there is told as the protocol says, anything else in words. */
export async function readResource<T>(uri: URL, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof TabletalkError)) throw error;
    const words = `${error.message} ${error.next}`;
    if (NOT_THERE.has(error.code)) throw new ResourceNotFoundError(uri.href, words);
    throw new ProtocolError(ProtocolErrorCode.InternalError, words);
  }
}

/** The name at the end of a resource's address. @throws TabletalkError not_found for what is no name */
export function nameIn(uri: URL): string {
  try {
    const name = decodeURIComponent(uri.pathname.slice(1));
    if (name !== "" && uri.search === "" && uri.hash === "") return name;
  } catch {
    // told below
  }
  throw new TabletalkError(
    "not_found",
    "There is no such resource.",
    "List the resources to see what there is.",
  );
}
