import type {CallToolResult} from "@modelcontextprotocol/server";
import {z} from "zod";
import {asked, kaggleOfService} from "../../channels/kaggle/kaggle_of_service.ts";
import {sayTerms} from "../../channels/kaggle/kaggle_words.ts";
import {isLicenceCalled, readKaggleSearch} from "../../channels/requests/read_kaggle_search.ts";
import type {Cell} from "../../data/table.ts";
import type {DatasetSummary} from "../../kaggle/answers.ts";
import type {KaggleClient} from "../../kaggle/client.ts";
import {isCompetitionReference, readCompetition, shownText} from "../../kaggle/reference.ts";
import type {McpTool} from "../mcp_tool.ts";
import {tableResult} from "../tell_table.ts";
import {inputOf} from "../tool_input.ts";

const inputSchema = z.object({
  query: z.string().trim().min(1).max(500),
  page: z.coerce.number().int().min(1).max(1_000).optional(),
});
const REF = /^(?:kaggle:|https?:\/\/(?:www\.)?kaggle\.com\/)?[\w-]+\/[\w-]+(?:\/\S*)?$/i;
const MOST_FILES = 100;
const DESCRIPTION = 600;

/** search_kaggle: datasets of Kaggle by words and filters, or one of them with its files, columns and licence. */
export function searchKaggleTool(): McpTool {
  return {
    name: "search_kaggle",
    title: "Search Kaggle",
    description: 'Kaggle data by words ("houses, CC0, under 10 MB") or ref: licence, files.',
    inputSchema: {
      type: "object",
      properties: {query: {type: "string"}},
      required: ["query"],
    },
    annotations: {readOnlyHint: true, openWorldHint: true},
    action: "datasets.read",
    async call(given, {workspace, signal, progress}) {
      const {query, page} = inputOf(inputSchema, given, 'Write it as {"query": "house prices under 10 MB"}.');
      const kaggle = await kaggleOfService(workspace);
      progress(undefined, "Asking Kaggle");
      if (REF.test(query)) return asked(one(query, kaggle, signal));
      const {search, licence} = readKaggleSearch(query);
      const found = await asked(
        kaggle.search({...search, ...(page !== undefined && {page}), pageSize: licence ? 100 : 20}, {signal}),
      );
      const fits = ({licence: own}: DatasetSummary) =>
        !licence ||
        ("uses" in licence ? licence.uses.includes(own.use) : isLicenceCalled(own.name, licence.name));
      const rows = found.items
        .filter(fits)
        .slice(0, 20)
        .map((item): Cell[] => [
          item.ref,
          shownText(item.title, 100),
          item.bytes ?? null,
          sayTerms(item.licence),
          item.downloads,
        ]);
      return tableResult({
        columns: ["ref", "title", "bytes", "licence", "downloads"],
        rows,
        ...(found.next !== undefined && {nextPage: (page ?? search.page ?? 1) + 1}),
      });
    },
  };
}

async function one(ref: string, kaggle: KaggleClient, signal: AbortSignal): Promise<CallToolResult> {
  const columns = ["file", "bytes", "columns"];
  if (isCompetitionReference(ref)) {
    const slug = readCompetition(ref);
    const competition = await kaggle.competitions.get(slug, {signal});
    const files = await kaggle.competitions.files(slug, {signal, pageSize: MOST_FILES});
    const {title, url, rulesUrl, entered} = competition;
    return tableResult({
      title: shownText(title),
      licence: entered ? "the competition's rules" : `its rules must be accepted first: ${rulesUrl}`,
      url,
      columns,
      rows: files.items.map(({name, bytes}) => [shownText(name), bytes, null]),
    });
  }
  const found = await kaggle.dataset(ref, {signal});
  return tableResult({
    title: shownText(found.title),
    ...(found.version !== undefined && {version: found.version}),
    licence: sayTerms(found.licence),
    url: found.url,
    ...(found.description && {description: shownText(found.description, DESCRIPTION)}),
    columns,
    rows: found.files
      .slice(0, MOST_FILES)
      .map(({name, bytes, columns: own}): Cell[] => [
        shownText(name),
        bytes ?? null,
        own.map((column) => shownText([column.name, column.type].filter(Boolean).join(" "), 80)).join(", ") ||
          null,
      ]),
  });
}
