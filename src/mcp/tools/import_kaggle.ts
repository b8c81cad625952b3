import {
  acceptedContent,
  type CallToolResult,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
} from "@modelcontextprotocol/server";
import {z} from "zod";
import {isCommercial} from "../../access/commercial.ts";
import {importForAsker} from "../../channels/import_for_asker.ts";
import {importKaggle} from "../../channels/kaggle/import_kaggle.ts";
import {asked, kaggleOfService} from "../../channels/kaggle/kaggle_of_service.ts";
import {sayTerms} from "../../channels/kaggle/kaggle_words.ts";
import {commercialWarnings, dataLine} from "../../data/published.ts";
import {TabletalkError} from "../../errors.ts";
import type {Licence} from "../../kaggle/answers.ts";
import type {KaggleClient} from "../../kaggle/client.ts";
import {isCompetitionReference, shownText} from "../../kaggle/reference.ts";
import type {McpCalling, McpTool} from "../mcp_tool.ts";
import {tableResult} from "../tell_table.ts";
import {inputOf} from "../tool_input.ts";
import {columnsLine, importNotes} from "./told_dataset.ts";

const inputSchema = z.object({
  ref: z.string().trim().min(1).max(300),
  file: z.string().trim().min(1).max(1_000).optional(),
  name: z.string().trim().min(1).max(100).optional(),
  confirm: z.boolean().optional(),
});
const AGREE = "licence";
const agreedSchema = z.object({agree: z.boolean()});
const FREE: ReadonlySet<Licence["use"]> = new Set(["any", "attribution", "share_alike"]);
const MOST_TABLES = 100;

/** import_kaggle: every table of a dataset or competition, with its version and licence. */
export function importKaggleTool(): McpTool {
  return {
    name: "import_kaggle",
    title: "Import Kaggle",
    description: "Kaggle ref (owner/name, competitions/name) as tables. confirm: licence agreed.",
    inputSchema: {
      type: "object",
      properties: {
        ref: {type: "string"},
        file: {type: "string"},
        confirm: {type: "boolean"},
      },
      required: ["ref"],
    },
    annotations: {readOnlyHint: false, destructiveHint: false, openWorldHint: true},
    action: "datasets.write",
    async call(given, calling) {
      const input = inputOf(inputSchema, given, 'Write it as {"ref": "zillow/zecon"}.');
      const kaggle = await kaggleOfService(calling.workspace);
      const ask = input.confirm ? undefined : await licenceToAgree(input.ref, kaggle, calling);
      return ask ?? bringIn(input, kaggle, calling);
    },
  };
}

async function bringIn(
  {ref, file, name}: z.infer<typeof inputSchema>,
  kaggle: KaggleClient,
  calling: McpCalling,
): Promise<CallToolResult> {
  const {workspace, principal, policy, signal, progress} = calling;
  const {downloaded, datasets} = await asked(
    importKaggle(
      kaggle,
      (path, options) => importForAsker(workspace, principal, path, options),
      {ref, file, name},
      {signal, onProgress: ({doing, share}) => progress(share, doing)},
    ),
  );
  const {origin, skipped} = downloaded;
  const notes = [
    dataLine([origin])!,
    ...((await isCommercial(workspace.store, workspace.id)) ? commercialWarnings([origin]) : []),
    ...skipped.slice(0, 5).map((one) => `Left out: ${shownText(one.name, 100)}: ${shownText(one.why, 100)}`),
  ];
  return tableResult({
    columns: ["table", "rows", "columns", "notes"],
    rows: datasets
      .slice(0, MOST_TABLES)
      .map((one) => [
        one.name,
        one.version.rows,
        columnsLine(one),
        importNotes(one, policy).join(" ") || null,
      ]),
    ...(datasets.length > MOST_TABLES && {truncated: true}),
    notes,
  });
}

/**
 * Asks the person to agree to a licence that does not leave every use open, where their client can ask them. In a workspace
 * that is marked commercial nothing comes in without it.
 */
async function licenceToAgree(
  ref: string,
  kaggle: KaggleClient,
  {canAsk, job, inputResponses, workspace, signal}: McpCalling,
): Promise<InputRequiredResult | undefined> {
  const commercial = await isCommercial(workspace.store, workspace.id);
  const mayAsk = canAsk && !job;
  if (!commercial && !mayAsk) return undefined;
  // The rules of a competition are accepted on Kaggle itself.
  if (isCompetitionReference(ref) && !commercial) return undefined;
  const {title, licence} = isCompetitionReference(ref)
    ? {title: ref, licence: {name: "the competition's rules", use: "restricted" as const}}
    : await asked(kaggle.dataset(ref, {signal}));
  if (FREE.has(licence.use)) return undefined;
  if (acceptedContent(inputResponses, AGREE, agreedSchema)?.agree === true) return undefined;
  const terms = `${shownText(title, 100)}: ${sayTerms(licence)}.`;
  if (mayAsk && inputResponse(inputResponses, AGREE).kind === "missing")
    return inputRequired({
      inputRequests: {
        [AGREE]: inputRequired.elicit({
          message: `${terms}${commercial ? " This workspace is marked commercial." : ""} Import it?`,
          requestedSchema: {
            type: "object",
            properties: {agree: {type: "boolean", title: "I keep to this licence", default: false}},
            required: ["agree"],
          },
        }),
      },
    });
  throw new TabletalkError(
    "refused",
    `${terms} ${mayAsk ? "The person did not agree to it." : "This workspace is marked commercial."}`,
    "Choose other data, or confirm: true once the person agrees to the licence.",
  );
}
