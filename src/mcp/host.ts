import type {Access} from "../access/access.ts";
import type {Principal} from "../access/principal.ts";
import type {OpenService} from "../channels/open_service.ts";
import type {Config} from "../config.ts";
import type {McpTool} from "./mcp_tool.ts";

/** What an MCP server is made of, whatever it speaks over. What is heavy is opened when it is first used. */
export interface McpHost {
  readonly config: Config;
  readonly settings: McpSettings;
  service(): Promise<OpenService>;
  access(): Promise<Access>;
}

export interface McpSettings {
  /** Folders that files may be imported from, absolute; nothing outside of them is ever opened. */
  roots: readonly string[];
  /** Files that were named at the start: imported before the first tool that reads data. */
  files: readonly string[];
  /** Where exports are written, absolute. */
  exportFolder: string;
  /** Where people reach the HTTP service, for links: `https://tabletalk.example.com`. */
  publicUrl?: string;
}

/** Who is at the other end of a connection. */
export interface McpCaller {
  /** As they were authenticated last: over HTTP with every request, so read it when it is needed. */
  readonly principal: Principal;
  /** Told of every call before it is made; what it throws is the call's result. */
  beforeCall?(tool: Pick<McpTool, "name" | "action">): Promise<void>;
}
