import {accessSettings} from "../../access/settings.ts";
import {recentTurnsOf} from "../../store/conversation_list.ts";
import {listFor} from "../../store/dataset_details.ts";
import {onlookerOf} from "../../workspace/datasets/viewer.ts";
import type {HomeView} from "./desk.ts";
import type {DeskParts, KnownVisitor} from "./desk_parts.ts";
import {plainLine} from "./escape.ts";
import {promptsFor} from "./prompts.ts";

const MOST_DATASETS = 20;
const MOST_RECENT = 5;
const LONGEST_ANSWER = 200;

/** What someone finds at the bot's own page, which nobody else reads: what is theirs is there, too. */
export async function homeView(
  parts: Pick<DeskParts, "service" | "access" | "settings">,
  visitor: KnownVisitor,
): Promise<HomeView> {
  const {service, access, settings} = parts;
  const {principal} = visitor;
  const {workspace, actor} = principal;
  const store = service.store.within(workspace);
  const alone: KnownVisitor = {...visitor, place: {...visitor.place, audience: "one"}};
  const [listed, recent, named, rules, prompts] = await Promise.all([
    listFor(store, workspace, onlookerOf(principal)),
    recentTurnsOf(store, workspace, actor, MOST_RECENT),
    store.db.selectFrom("workspaces").select("name").where("id", "=", workspace).executeTakeFirst(),
    accessSettings(access, workspace),
    // A page without prompts is still a page.
    promptsFor(parts, alone).catch(() => []),
  ]);
  const newest = [...listed].sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1)).slice(0, MOST_DATASETS);
  const model = service.config.model ?? "offline";
  return {
    workspaceName: plainLine(named?.name ?? workspace),
    role: principal.role,
    datasets: newest.map(({name, rows, columns, updatedAt, visibility}) => ({
      name: plainLine(name),
      rows,
      columns: countOf(columns),
      updatedAt,
      isPrivate: visibility === "private",
    })),
    recent: recent.map(({id, question, summary, createdAt}) => ({
      turn: id,
      question: plainLine(question),
      answer: shortened(plainLine(summary ?? "")),
      at: createdAt,
    })),
    settings: [
      {name: "Model", value: model === "offline" ? "offline: nothing leaves this machine" : plainLine(model)},
      {name: "Time zone", value: service.config.timeZone},
      {
        name: "Members of this place are",
        value: rules.platformRole === "none" ? "not let in" : rules.platformRole,
      },
      {
        name: "People of other organizations are",
        value: rules.strangers === "none" ? "not let in" : rules.strangers,
      },
    ],
    prompts,
    ...(settings.publicUrl !== undefined && {url: settings.publicUrl}),
  };
}

function countOf(columns: string): number {
  try {
    const parsed: unknown = JSON.parse(columns);
    return Array.isArray(parsed) ? parsed.length : 0;
  } catch {
    return 0;
  }
}

function shortened(text: string): string {
  return text.length <= LONGEST_ANSWER ? text : `${[...text].slice(0, LONGEST_ANSWER - 1).join("")}…`;
}
