import type {RecogniseRequest, RequestScene, RunRequest} from "./request.ts";

/** In the order that they are asked. Each is loaded only when its words could be meant. */
const REQUESTS: readonly {words: RegExp; load: () => Promise<RecogniseRequest>}[] = [
  {
    words:
      /\bkaggle\b|^\W*(?:please )?(?:use|import|load|take|get|open|fetch|download) (?:the )?(?:number |no\.? )?(?:first|second|third|fourth|fifth|\d)\b/i,
    load: async () => (await import("./kaggle_request.ts")).recogniseKaggle,
  },
  {
    words:
      /\bdashboard\b|^\W*(?:(?:please|now|ok|okay|and|then|also|can you|could you)[, ]+)*(?:make|show|give|drop|remove|delete|lose|hide|take|get rid|add|include|append|only|just|keep|use|without|exclud\w+|except|leave|swap|switch|exchange|move|put|call|name|rename|title|undo|go back|revert|turn|change|draw|cut|group|by|per|for|all|everything|executive|analytical|operational|hourly|daily|weekly|monthly|quarterly|yearly|annual\w*)\b|\bonly\W*$/i,
    load: async () => (await import("./dashboard_request.ts")).recogniseDashboard,
  },
  {
    words:
      /\b(?:deep|dive|deepdive|full|thorough|complete|comprehensive|in-depth|detailed|exploratory|eda|analy[sz]e|explore|investigate|examine|study|dig|look into)/i,
    load: async () => (await import("./analysis_request.ts")).recogniseAnalysis,
  },
  {
    words:
      /\b(?:report|export|save|download|pdf|sql|script|notebook|ipynb|excel|xlsx|workbook|spreadsheet)\b/i,
    load: async () => (await import("./report_request.ts")).recogniseReport,
  },
  {
    words: /\b(?:save|keep|remember|store|run|rerun|start|execute|workflows?)\b/i,
    load: async () => (await import("./workflow_request.ts")).recogniseWorkflow,
  },
  {
    words: /\bversion\b/i,
    load: async () => (await import("./use_version.ts")).recogniseNewVersion,
  },
  {
    words:
      /\b(?:every|each|hourly|daily|nightly|weekly|fortnightly|biweekly|monthly|quarterly|yearly|annually|\w+days|weekends|month|cron|scheduled?|schedules|alerts?|tell|let|message|warn|notify|ping|stop|cancel|delete|remove|pause|resume|disable|enable|turn|switch)\b|(?:^|\s)\*/i,
    load: async () => (await import("./schedule_request.ts")).recogniseSchedule,
  },
  {
    words:
      /\b(?:save|store|keep|remember|run|rerun|re-run|start|execute|post|send|schedule|deliver|email|message|publish|share|tell|let|alert|notify|warn|ping|every|each|daily|weekly|monthly)\b/i,
    load: async () => (await import("./missing_request.ts")).recogniseMissing,
  },
];

/** The longest message that is read for a request, in characters. */
const LONGEST = 2_000;

/** What a message asks to be made, or undefined. */
export async function requestOf(scene: RequestScene): Promise<RunRequest | undefined> {
  if (scene.message.text.length > LONGEST) return undefined;
  for (const {words, load} of REQUESTS) {
    if (!words.test(scene.message.text)) continue;
    const run = await (await load())(scene);
    if (run) return run;
  }
  return undefined;
}
