import type {Principal} from "../../access/principal.ts";
import {TabletalkError} from "../../errors.ts";
import {changeSchedule, type StoredSchedule} from "../../store/workflow_schedules.ts";
import {sayChanges} from "../../workflows/say_changes.ts";
import {openWorkflow} from "../../workflows/versions.ts";
import {emptyAnswer} from "../answer.ts";
import type {Answer} from "../channel.ts";
import {harmless} from "../harmless.ts";
import {hiddenFrom} from "../schedules/save_answer.ts";
import {schedulesFor} from "../schedules/schedule_rights.ts";
import {titleOf} from "../schedules/tell_schedule.ts";
import {hasRightsOf} from "../schedules/version_of_schedule.ts";
import type {RequestScene, RunRequest} from "./request.ts";
import {workflowNamed} from "./schedule_request.ts";

const USE =
  /^\W*(?:please |can you |could you )?(?:use|take|adopt|run|switch to) (?:the |its )?(?:new|newer|newest|latest|published) version(?: of (?:the |my )?["“']?(?<which>[^"”']{1,120}?)["”']?)?(?: workflow| schedule)?(?: from now on| now| please)*\W*$/i;

/** "Use the new version of monthly sales": what others published of a workflow is run by one's own schedule from now on. */
export async function recogniseNewVersion(scene: RequestScene): Promise<RunRequest | undefined> {
  const said = USE.exec(scene.message.text.replaceAll(/\s+/g, " ").trim());
  const {asker} = scene;
  if (!said || !asker) return undefined;
  const meant = await schedulesNamed(scene, asker, said.groups?.which ?? "");
  // "Use the latest version of the orders" speaks of data.
  return meant.length === 0 ? undefined : () => useNewVersion(scene, asker, meant);
}

/** The schedules with the rights of whoever asks, of a workflow that is named; without a name all of them. */
async function schedulesNamed(
  {store}: RequestScene,
  asker: Principal,
  which: string,
): Promise<StoredSchedule[]> {
  const own = (await schedulesFor(store, asker)).filter((one) => hasRightsOf(one, asker));
  const meant = await Promise.all(
    own.map(async (one) => {
      const workflow = await openWorkflow(store, asker, one.workflow).catch(() => undefined);
      if (!workflow) return false;
      const {document} = workflow;
      const names = [workflow, {...workflow, document: {...document, title: titleOf(one)}}];
      return which === "" || workflowNamed(which, names) !== undefined;
    }),
  );
  return own.filter((_, at) => meant[at]);
}

/** Lets schedules run the version of their workflow that runs where none is named, and says what is other in it. */
async function useNewVersion(
  {store}: RequestScene,
  asker: Principal,
  schedules: readonly StoredSchedule[],
): Promise<Answer> {
  const {workspace} = asker;
  const lines: string[] = [];
  for (const one of schedules) {
    const {name, version, document} = await openWorkflow(store, asker, one.workflow, "published");
    if (version === one.version) {
      lines.push(`“${titleOf(one)}” runs version ${version} of ${name} already.`);
      continue;
    }
    const hidden =
      one.audience === "several"
        ? await hiddenFrom(store, asker, JSON.stringify(document.nodes), one.conversation)
        : [];
    if (hidden.length > 0)
      throw new TabletalkError(
        "forbidden",
        `${hidden.join(", ")} is not for everybody who can read where “${titleOf(one)}” is told.`,
        "Schedule the new version again, told to you alone.",
      );
    const before = await openWorkflow(store, asker, one.workflow, one.version);
    await changeSchedule(store, workspace, one.id, {version, toldVersion: null});
    lines.push(
      `“${titleOf(one)}” runs version ${version} of ${name} from now on, with your rights.`,
      ...sayChanges(before.document, document).map((change) => `- ${change}`),
    );
  }
  return {...emptyAnswer(harmless(lines.join("\n"))), suggestions: ["what is scheduled here?"]};
}
