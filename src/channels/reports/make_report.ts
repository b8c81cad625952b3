import {TabletalkError} from "../../errors.ts";
import {recipeSchema} from "../../planning/recipe.ts";
import type {ReportDocument} from "../../reports/document.ts";
import {type ReportedAnswer, reportFromAnswers} from "../../reports/from_answers.ts";
import {conversationById} from "../../store/conversation_list.ts";
import {recipeById} from "../../store/recipes.ts";
import {addReport} from "../../store/reports.ts";
import type {InsideStore, Store} from "../../store/store.ts";
import {earlierTurns} from "../../store/turns.ts";
import type {Answer} from "../channel.ts";
import {storedAnswer} from "../chat/stored_answer.ts";
import {datasetFacts} from "./dataset_facts.ts";

/** A report has no more answers than a person would read. */
const MOST_ANSWERS = 60;

export interface ReportWish {
  conversation: string;
  /** These turns of it, in this order; without any: all that were answered. */
  turns?: readonly string[] | undefined;
  /** Only the last so many. */
  last?: number | undefined;
  title?: string | undefined;
  subtitle?: string | undefined;
  asOf: Date;
  timeZone: string;
}

/**
 * A report of what a conversation found, put together from the store alone.
 * @throws TabletalkError no_data where nothing was found yet; not_found for a turn that is not in the conversation
 */
export async function reportOfConversation(
  store: Pick<Store, "db">,
  workspace: string,
  {conversation, turns, last, title, subtitle, asOf, timeZone}: ReportWish,
): Promise<ReportDocument> {
  const answered = await earlierTurns(store, workspace, conversation, MOST_ANSWERS);
  const chosen = turns?.map((id) => {
    const found = answered.find((turn) => turn.id === id);
    if (!found) throw notThere(id);
    return found;
  });
  const told: ReportedAnswer[] = [];
  for (const {id, question} of chosen ?? answered) {
    const stored = await storedAnswer(store, workspace, id);
    if (!stored?.answer) continue;
    for (const answer of stored.answer.parts ?? [stored.answer])
      told.push(await reported(store, workspace, answer.question ?? question, answer));
  }
  const withFindings = told.filter(({artifacts}) => Object.keys(artifacts).length > 0);
  const wanted = last === undefined ? withFindings : withFindings.slice(-last);
  const artifacts = wanted.flatMap((one) => Object.values(one.artifacts));
  return reportFromAnswers(wanted, {
    ...{title, subtitle, timeZone},
    madeAt: new Date().toISOString(),
    asOf: asOf.toISOString(),
    datasets: await datasetFacts(store, workspace, artifacts),
  });
}

/**
 * Keeps a document as a report of whoever asked, which is theirs alone until they show it to others. In a workspace of one
 * person (`owner` undefined) it is everybody's.
 * @returns its id
 */
export async function keepReport(
  store: InsideStore,
  workspace: string,
  document: ReportDocument,
  whose: {
    owner?: string | undefined;
    createdBy: string;
    conversation?: string | undefined;
    project?: string | undefined;
  },
): Promise<string> {
  const {owner, createdBy, conversation, project} = whose;
  return addReport(store, workspace, {
    kind: document.kind,
    title: document.title,
    content: document,
    createdBy,
    ...(conversation !== undefined && {conversation}),
    ...(owner !== undefined && {owner}),
    ...(project !== undefined && {project}),
  });
}

/** Whose a report is that is asked for in a conversation: the conversation's owner, else who asked there. */
export async function ownerIn(
  store: Pick<Store, "db">,
  workspace: string,
  conversation: string,
  asker: string | undefined,
): Promise<string | undefined> {
  return (await conversationById(store, workspace, conversation))?.owner ?? asker;
}

async function reported(
  store: Pick<Store, "db">,
  workspace: string,
  question: string,
  answer: Answer,
): Promise<ReportedAnswer> {
  const {artifacts, plan, recipe, evidence, reading, confidence} = answer;
  const kept = recipe === undefined ? undefined : await recipeIn(store, workspace, recipe);
  const isKept = kept !== undefined && evidence.length === 0;
  const doubts = confidence && confidence.level !== "high" ? confidence.reasons : [];
  return {
    question,
    text: isKept ? kept.text : answer.answer,
    evidence: isKept ? kept.evidence : evidence,
    artifacts,
    ...(reading !== undefined && {reading}),
    ...(plan && {plan}),
    ...(recipe !== undefined && {recipe}),
    definitions: (kept?.definitions ?? []).map(({term, meaning}) => `“${term}” means ${meaning}`),
    doubts,
  };
}

/** A recipe that is there whole; what has gone is no reason to make no report. */
async function recipeIn(store: Pick<Store, "db">, workspace: string, id: string) {
  try {
    return recipeSchema.safeParse(await recipeById(store, workspace, id)).data;
  } catch (error) {
    if (error instanceof TabletalkError) return undefined;
    throw error;
  }
}

function notThere(id: string): TabletalkError {
  return new TabletalkError(
    "not_found",
    `There is no answer ${id} among the last ${MOST_ANSWERS} of this conversation.`,
    "Name turns of this conversation that were answered.",
  );
}
