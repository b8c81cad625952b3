import {z} from "zod";
import {changeSetting, settingOf} from "../store/settings.ts";
import type {Store} from "../store/store.ts";
import type {Access} from "./access.ts";
import {demand} from "./permissions.ts";
import type {Principal} from "./principal.ts";

/** Whether a workspace works for money, which some licences of data do not allow. */
export const commercialSchema = z.strictObject({commercial: z.boolean()});
export type Commercial = z.infer<typeof commercialSchema>;

const NAME = "commercial";

/** Whether a workspace is marked commercial. Where nobody has said so it is not; a mark that cannot be read is one. */
export async function isCommercial(store: Pick<Store, "db">, workspace: string): Promise<boolean> {
  const stored = await settingOf(store, workspace, NAME);
  if (stored === undefined || stored === null) return false;
  const parsed = commercialSchema.safeParse(stored);
  return !parsed.success || parsed.data.commercial;
}

/** Marks a workspace commercial, or takes the mark away. @throws TabletalkError forbidden */
export async function markCommercial(
  {store}: Pick<Access, "store">,
  principal: Principal,
  commercial: boolean,
): Promise<Commercial> {
  demand(principal, "workspace.write");
  const {workspace, actor} = principal;
  await changeSetting(store, workspace, NAME, () => commercialSchema.parse({commercial}), actor);
  return {commercial: await isCommercial(store, workspace)};
}
