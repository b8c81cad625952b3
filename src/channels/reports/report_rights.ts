import {type Action, demand, type Resource} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import {TabletalkError} from "../../errors.ts";
import {type ReportDocument, reportDocumentSchema} from "../../reports/document.ts";
import {reportById, type StoredReport} from "../../store/reports.ts";
import type {Store} from "../../store/store.ts";

/** A report as rights see it: of someone, it is theirs alone until they show it to others. */
export function reportResource(
  workspace: string,
  {owner, project, visibility, conversation}: Omit<StoredReport, "content">,
): Resource {
  return {
    workspace,
    owner: owner ?? null,
    project: project ?? null,
    visibility,
    conversation: conversation ?? null,
  };
}

/**
 * A report that whoever asks may do something with.
 * @throws TabletalkError not_found, also for one that they may not see; forbidden
 */
export async function reportFor(
  store: Pick<Store, "db">,
  principal: Principal,
  id: string,
  action: Action,
): Promise<StoredReport> {
  const found = await reportById(store, principal.workspace, id);
  if (!found) throw noReport();
  demand(principal, action, reportResource(principal.workspace, found));
  // Shown to all, it is still one person's to change or to take away.
  const isOwn = !found.owner || [principal.person, principal.actor].includes(found.owner);
  if (action === "reports.write" && !isOwn && principal.role !== "owner")
    throw new TabletalkError(
      "forbidden",
      "This report is another's.",
      "Ask whoever made it, or an owner, or make one of your own.",
    );
  return found;
}

/** What a stored report shows. @throws TabletalkError not_found for one whose content is no document of this version */
export function documentOf({content}: Pick<StoredReport, "content">): ReportDocument {
  const parsed = reportDocumentSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new TabletalkError(
    "not_found",
    "What this report showed is no longer there.",
    "Make it again from its conversation.",
  );
}

export function noReport(): TabletalkError {
  return new TabletalkError("not_found", "There is no such report.", "Check its id, or list the reports.");
}
