import {documentQuestionOf} from "../agents/offline/talk/document_question.ts";
import {documentsOf, hasDocuments} from "../store/documents.ts";
import type {Store} from "../store/store.ts";
import {emptyAnswer} from "./answer.ts";
import type {Answer} from "./channel.ts";
import {harmless} from "./harmless.ts";

/** A message that may ask what documents say. */
export interface DocumentScene {
  store: Store;
  workspace: string;
  text: string;
  /** The tables that the conversation has: a name of theirs is not taken for a writing's. */
  tables: () => Promise<readonly string[]>;
}

/**
 * Answers what documents are asked for by name ("what does the handbook say about refunds?"), or anything where there are documents
 * and no data, with their own words and where they stand. Undefined for questions to data: the two are never mixed.
 */
export async function answerDocuments(scene: DocumentScene): Promise<Answer | undefined> {
  const {store, workspace, text} = scene;
  if (!(await hasDocuments(store, workspace))) return undefined;
  const question = documentQuestionOf(text);
  if (question) {
    const tables = await scene.tables();
    if (tables.some((name) => sameName(name, question.named))) return undefined;
    if (!question.plain && !(await isTitle(scene, question.named))) return undefined;
    const about = question.plain ? question.about : `${question.about} ${question.named}`;
    return answered(scene, about);
  }
  if (!asksSomething(text) || (await scene.tables()).length > 0) return undefined;
  return answered(scene, text);
}

async function answered({store, workspace}: DocumentScene, question: string): Promise<Answer> {
  const [{answerFromDocuments}, {sayAnswer}, {searchSetting}] = await Promise.all([
    import("../knowledge/answer_question.ts"),
    import("../knowledge/say_answer.ts"),
    import("./knowledge_tool.ts"),
  ]);
  const found = await answerFromDocuments(searchSetting(store, workspace), question);
  const said = harmless(sayAnswer(found));
  const {citations} = found;
  if (citations.length === 0)
    return {...emptyAnswer(said), declined: {reason: said, suggestions: [], unplaced: []}};
  return {...emptyAnswer(said), citations: citations.map((one) => ({...one}))};
}

const plainName = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
const sameName = (one: string, other: string): boolean => plainName(one) === plainName(other);

/** Whether all words of a name stand in a document's title or file name. */
async function isTitle({store, workspace}: DocumentScene, named: string): Promise<boolean> {
  const words: readonly string[] = named.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const documents = await documentsOf(store, workspace);
  return documents.some(({title, location}) => {
    const known: readonly string[] = `${title} ${location}`.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    return words.every((word) => known.includes(word));
  });
}

const asksSomething = (text: string): boolean =>
  /\?\s*$|^(?:what|who|whom|whose|when|where|which|why|how|is|are|do|does|did|can|could|may|must|should|will|tell me|explain)\b/i.test(
    text.trim(),
  );
