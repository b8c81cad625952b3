import {z} from "zod";
import {keptRead} from "../store/kept_reads.ts";
import {changeSetting, settingOf} from "../store/settings.ts";
import type {Store} from "../store/store.ts";
import type {Access} from "./access.ts";
import {demand} from "./permissions.ts";
import type {Principal} from "./principal.ts";

const NAME = "mcp";

/** What a workspace lets hosts over MCP see. */
export const mcpPolicySchema = z.strictObject({
  /** `on`: any SELECT. `aggregates`: only those that tell of groups, never of single rows. `off`: none. */
  sql: z.enum(["on", "aggregates", "off"]).default("on"),
});
export type McpPolicy = z.infer<typeof mcpPolicySchema>;

/** The policy of a workspace: the defaults where nobody has said anything, the strictest where it cannot be read. */
export async function policyOf(
  store: Pick<Store, "db" | "revision">,
  workspace: string,
): Promise<Readonly<McpPolicy>> {
  return keptRead(store, ["mcp policy", workspace], async () => {
    const stored = mcpPolicySchema.safeParse((await settingOf(store, workspace, NAME)) ?? {});
    return stored.success ? stored.data : {sql: "off"};
  });
}

/** Sets what hosts over MCP may see; it holds from the next call on. @throws TabletalkError forbidden */
export async function changePolicy(
  access: Pick<Access, "store">,
  principal: Principal,
  policy: McpPolicy,
): Promise<McpPolicy> {
  demand(principal, "workspace.write");
  const {workspace, actor} = principal;
  const checked = mcpPolicySchema.parse(policy);
  await changeSetting(access.store, workspace, NAME, () => checked, actor);
  return policyOf(access.store, workspace);
}
