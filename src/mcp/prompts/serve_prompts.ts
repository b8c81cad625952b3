import {completable, type GetPromptResult, type McpServer} from "@modelcontextprotocol/server";
import {z} from "zod";
import type {McpCaller, McpHost} from "../host.ts";
import {comparePrompt, profilePrompt, reportPrompt} from "./texts.ts";

/** Prompts for people to choose in their host; names of tables and columns are completed. */
export function servePrompts(mcp: McpServer, host: McpHost, caller: McpCaller): void {
  const named = () => import("./arguments.ts");
  const table = completable(z.string().max(200).describe("A table's name"), async (value) =>
    (await import("../resources/tables.ts")).tablesLike(value, host, caller),
  );
  const column = (use: "measure" | "group", about: string) =>
    completable(z.string().max(200).describe(about), async (value, context) =>
      (await named()).columnsLike(value, {table: context?.arguments?.table, use}, host, caller),
    );
  mcp.registerPrompt(
    "profile",
    {
      title: "Profile a table",
      description: "What a table holds, how far it can be trusted, what stands out",
      argsSchema: z.object({table}),
    },
    async (given, {mcpReq}) => {
      const found = await (await named()).namedBy({table: given.table}, host, caller, mcpReq.signal);
      return said(profilePrompt(found.table));
    },
  );
  mcp.registerPrompt(
    "compare",
    {
      title: "Compare groups",
      description: "Whether and by how much a measure differs between groups",
      argsSchema: z.object({
        table,
        measure: column("measure", "The column of numbers to compare"),
        group: column("group", "The column whose values are the groups"),
      }),
    },
    async (given, {mcpReq}) => {
      const wanted = {table: given.table, columns: [given.measure, given.group]};
      const found = await (await named()).namedBy(wanted, host, caller, mcpReq.signal);
      const [measure = "", group = ""] = found.columns;
      return said(comparePrompt(found.table, measure, group));
    },
  );
  mcp.registerPrompt(
    "report",
    {
      title: "Report on a question",
      description: "A question answered with numbers, a chart, and how it was computed",
      argsSchema: z.object({
        table,
        question: z.string().trim().min(1).max(2_000).describe("In plain words"),
      }),
    },
    async (given, {mcpReq}) => {
      const found = await (await named()).namedBy({table: given.table}, host, caller, mcpReq.signal);
      return said(reportPrompt(found.table, given.question));
    },
  );
}

const said = (text: string): GetPromptResult => ({
  messages: [{role: "user", content: {type: "text", text}}],
});
