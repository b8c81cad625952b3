import type {Client} from "@modelcontextprotocol/client";

/** The one text that a resource has. */
export async function readText(client: Client, uri: string) {
  const {contents} = await client.readResource({uri});
  const [first] = contents;
  if (contents.length === 1 && first && "text" in first) return first;
  throw new Error(`${uri} is not one text`);
}
