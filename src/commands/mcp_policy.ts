import {changePolicy, mcpPolicySchema, policyOf} from "../access/mcp_policy.ts";
import {TabletalkError} from "../errors.ts";
import {type AccessFlags, withAccess} from "./open_access.ts";

const MEANINGS = {
  on: "assistants run any SELECT and see its rows",
  aggregates: "assistants see groups of at least 5 rows, never single rows",
  off: "assistants run no SQL and see no single rows",
} as const;

/** `tabletalk mcp-policy [on|aggregates|off]`: what assistants over MCP may see of the workspace's rows. */
export async function mcpPolicy(wanted: string | undefined, flags: AccessFlags): Promise<void> {
  await withAccess(flags, async (access, principal) => {
    const read = wanted === undefined ? undefined : mcpPolicySchema.shape.sql.safeParse(wanted);
    if (read && !read.success)
      throw new TabletalkError(
        "bad_use",
        `There is no policy ${wanted}.`,
        `There are: ${Object.keys(MEANINGS).join(", ")}.`,
      );
    const {sql} = read
      ? await changePolicy(access, principal, {sql: read.data})
      : await policyOf(access.store, principal.workspace);
    process.stdout.write(flags.json ? `${JSON.stringify({sql})}\n` : `${sql}: ${MEANINGS[sql]}.\n`);
  });
}
