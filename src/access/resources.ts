import type {Resource} from "./permissions.ts";

/**
 * A conversation as rights see it: of someone, it is theirs alone until they share it, whatever folder it lies in; of a
 * channel, it is everybody's, or its project's.
 */
export function conversationResource(
  workspace: string,
  {id, owner, project}: {id: string; owner?: string | null; project?: string | null},
): Resource {
  const visibility = owner ? "private" : project ? "project" : "workspace";
  return {workspace, owner: owner ?? null, project: project ?? null, visibility, conversation: id};
}
