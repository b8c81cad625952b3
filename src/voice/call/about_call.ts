import type {Call} from "../../channels/calls/call.ts";
import {datasetsSeenBy} from "../../channels/chat/visible_datasets.ts";
import type {OpenService} from "../../channels/open_service.ts";
import {relevantDatasets} from "../../workspace/datasets/relevant_datasets.ts";
import type {Vocabulary} from "../speech/vocabulary.ts";
import {vocabularyOf} from "../speech/vocabulary_of.ts";
import {sayName} from "../words/say_name.ts";
import {warmUp} from "./warm_up.ts";

/** What a call can be about. */
export interface AboutCall {
  vocabulary: Vocabulary;
  /** The tables, as they are said. */
  tables: readonly string[];
  /** Opens what the first question needs, so that it is not the slow one. */
  warm(): Promise<void>;
}

const ANYBODY = {names: [], projects: [], isOwner: false};

export async function aboutCall(
  service: OpenService,
  call: Pick<Call, "workspace" | "conversation" | "startedBy" | "audience">,
): Promise<AboutCall> {
  const {workspace, conversation, startedBy, audience} = call;
  const own = service.workspace(workspace);
  const seen = await datasetsSeenBy(own.store, workspace, {
    onlooker: {...ANYBODY, names: [startedBy]},
    conversation,
    // Its names are said aloud, and listened for: with several, none of what is one person's own.
    audience,
  });
  const actor = startedBy;
  const wanted = await relevantDatasets(own.store, workspace, seen, {question: "", conversation, actor});
  return {
    vocabulary: await vocabularyOf(own, wanted),
    tables: seen.map(sayName),
    warm: () => warmUp(service, call, wanted),
  };
}
