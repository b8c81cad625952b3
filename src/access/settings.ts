import {z} from "zod";
import {changeSetting, settingOf} from "../store/settings.ts";
import type {Access} from "./access.ts";
import {demand} from "./permissions.ts";
import type {Principal} from "./principal.ts";

/** What an owner says of who may come in. */
export const accessSettingsSchema = z.strictObject({
  /** What people of an installed platform (a Slack team) are who are not linked to a member; `none`: they are turned away. */
  platformRole: z.enum(["analyst", "viewer", "none"]).default("analyst"),
  /** What who runs the platform's place is: an owner, an owner where the workspace is that place's own, or like others. */
  platformAdmins: z.enum(["owner", "owner_of_own", "member"]).default("owner_of_own"),
  /** What people of other organizations are whom the platform lets in (Slack Connect). */
  strangers: z.enum(["viewer", "none"]).default("none"),
  /** Whether charts and reports may be shared with whoever has the link. */
  publicLinks: z.boolean().default(true),
});
export type AccessSettings = z.infer<typeof accessSettingsSchema>;

const NAME = "access";

/** The settings of a workspace; the defaults where nobody has changed them. */
export async function accessSettings(
  access: Pick<Access, "store">,
  workspace: string,
): Promise<AccessSettings> {
  const stored = accessSettingsSchema.safeParse((await settingOf(access.store, workspace, NAME)) ?? {});
  // What cannot be read lets nobody in who was not let in by name.
  return stored.success
    ? stored.data
    : {platformRole: "none", platformAdmins: "member", strangers: "none", publicLinks: false};
}

/** Changes what is given. */
export async function changeAccessSettings(
  access: Pick<Access, "store">,
  principal: Principal,
  change: Partial<AccessSettings>,
): Promise<AccessSettings> {
  demand(principal, "workspace.write");
  const {workspace, actor} = principal;
  await changeSetting(
    access.store,
    workspace,
    NAME,
    (before) => {
      const known = accessSettingsSchema.safeParse(before ?? {});
      return accessSettingsSchema.parse({...(known.success && known.data), ...change});
    },
    actor,
  );
  return accessSettings(access, workspace);
}
