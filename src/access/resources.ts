import type {Row} from "../store/schema.ts";
import type {Resource} from "./permissions.ts";

/** A conversation as rights see it: of someone, it is theirs alone until they share it; of a channel, it is everybody's. */
export function conversationResource(
  workspace: string,
  {id, owner, project}: {id: string; owner?: string | null; project?: string | null},
): Resource {
  const visibility = owner ? "private" : project ? "project" : "workspace";
  return {workspace, owner: owner ?? null, project: project ?? null, visibility, conversation: id};
}

/** A dataset as rights see it. Without details: everybody's in the workspace. */
export function datasetResource(
  workspace: string,
  details?: Partial<Pick<Row<"dataset_details">, "owner" | "project" | "visibility">>,
): Resource {
  const {owner = null, project = null, visibility = "workspace"} = details ?? {};
  return {workspace, owner, project, visibility};
}
