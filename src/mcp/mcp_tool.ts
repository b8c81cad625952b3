import type {
  CallToolResult,
  Icon,
  InputRequiredResult,
  InputResponses,
  ToolAnnotations,
} from "@modelcontextprotocol/server";
import type {Access} from "../access/access.ts";
import type {McpPolicy} from "../access/mcp_policy.ts";
import type {Action} from "../access/permissions.ts";
import type {Principal} from "../access/principal.ts";
import type {OpenService} from "../channels/open_service.ts";
import type {OpenWorkspace} from "../channels/workspaces.ts";
import type {Registry} from "../tools/registry.ts";
import type {McpSettings} from "./host.ts";

/** JSON Schema (draft 2020-12) of an object. */
export type ObjectSchema = {type: "object"} & Record<string, unknown>;

/** A tool as hosts are shown it. One of our registry's is projected here, never defined again. */
export interface McpTool {
  name: string;
  title: string;
  /** When to take it, first; then what it gives. */
  description: string;
  inputSchema: ObjectSchema;
  /** Left out where the result is a picture or words. */
  outputSchema?: ObjectSchema;
  annotations: ToolAnnotations;
  icons?: Icon[];
  _meta?: Record<string, unknown>;
  /** What whoever calls it must be allowed; over HTTP also the scope that their token needs. */
  action: Action;
  /** It sees to it by itself that its host does not wait too long. */
  keepsTime?: boolean;
  /**
   * Runs it. What it throws is told to the host's model as an error result that says the next step.
   * @param input as it came: checked by nobody yet
   */
  call(input: Record<string, unknown>, calling: McpCalling): Promise<CallToolResult | InputRequiredResult>;
}

/** What a running call may use. */
export interface McpCalling {
  principal: Principal;
  workspace: OpenWorkspace;
  service: OpenService;
  access: Access;
  settings: McpSettings;
  policy: McpPolicy;
  /** As `callPlan` takes it. */
  parts: {service: OpenService; access: Access};
  registry?: Registry;
  /** Fires when the client cancels, or is gone. */
  signal: AbortSignal;
  /** Tells how far it is, 0 to 1, to a client that asked for it. */
  progress(share: number | undefined, doing: string): void;
  /** What the person answered to questions of an earlier round (`inputRequired`). */
  inputResponses?: InputResponses | undefined;
  /** The client can show forms to its person. */
  canAsk: boolean;
  /** The client can tell the folders that it works in. */
  canTellRoots?: boolean;
  /** It runs as a job: longer than a host waits for a call. */
  job?: boolean;
}
