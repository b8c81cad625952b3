import type {AuthorizeResult, Installation as BoltInstallation, InstallationStore} from "@slack/bolt";
import {z} from "zod";
import type {Access} from "../../access/access.ts";
import {installationOf, keepInstallation, removeInstallation} from "../../access/installations.ts";
import {TabletalkError} from "../../errors.ts";
import type {SlackApi} from "./web_api.ts";

/** A workspace of Slack (or an organization with all of its workspaces) where the app is installed. */
export interface SlackTeam {
  /** The team's id; of an organization-wide installation the organization's. */
  installation: string;
  api: SlackApi;
  botUser: string;
  botId?: string;
  name?: string;
}

/** Whom an event, a command or a click belongs to, as Bolt read it. */
export interface InstallationSource {
  isEnterpriseInstall: boolean;
  teamId?: string;
  enterpriseId?: string;
}

/** The workspaces that this process answers in. */
export interface SlackTeams {
  /** Undefined where the app is not installed (any more). @throws TabletalkError store_failed */
  of(installation: string): Promise<SlackTeam | undefined>;
  /** For Bolt: whose event this is. */
  authorize(source: InstallationSource): Promise<AuthorizeResult>;
  remove(installation: string): Promise<void>;
}

/**
 * The id of an installation. What is installed for a whole organization is one installation: its channels are shared between
 * its workspaces, and people have one id in all of them.
 */
export function installationIdOf({isEnterpriseInstall, teamId, enterpriseId}: InstallationSource): string {
  const id = isEnterpriseInstall ? enterpriseId : teamId;
  if (id) return id;
  throw new TabletalkError("forbidden", "Slack did not say which workspace this is of.", "Try again.");
}

/** How long a process believes what it knows of an installation: another may have renewed or removed it. */
const BELIEVED_MS = 60_000;

const authSchema = z.object({
  team_id: z.string(),
  team: z.string().optional(),
  user_id: z.string(),
  bot_id: z.string().optional(),
  enterprise_id: z.string().nullish(),
  is_enterprise_install: z.boolean().optional(),
});

/**
 * One workspace, whose token stands in the settings. It is kept sealed, too: several processes may share a store, each with the
 * token of another workspace, and each answers for all.
 * @param apiOf the Web API with a token
 * @throws SlackRefusal where the token is not valid
 */
export async function oneTeam(
  access: Access,
  api: SlackApi,
  apiOf: (token: string) => SlackApi,
): Promise<SlackTeams> {
  const auth = authSchema.parse(await api.call("auth.test"));
  const enterprise = auth.enterprise_id ?? undefined;
  const isOrganization = auth.is_enterprise_install === true && enterprise !== undefined;
  const installation = isOrganization ? enterprise : auth.team_id;
  const {user_id: botUser, bot_id: botId, team: name} = auth;
  const team: SlackTeam = {installation, api, botUser, botId, name};
  await keepInstallation(access, {
    platform: "slack",
    installation,
    name: name ?? installation,
    secret: {
      isEnterpriseInstall: isOrganization,
      bot: {token: api.token, id: botId ?? "", userId: botUser},
      ...(!isOrganization && {team: {id: installation, name}}),
    },
    details: {botUser, botId},
  });
  let isThere = true;
  return {
    async of(asked) {
      if (asked === installation) return isThere ? team : undefined;
      const kept = keptSchema.safeParse((await installationOf(access, "slack", asked))?.secret);
      if (!kept.success) return undefined;
      const {bot, team: other} = kept.data;
      const {token, userId, id} = bot;
      return {installation: asked, api: apiOf(token), botUser: userId, botId: id, name: other?.name};
    },
    async authorize(source) {
      if (!isThere || installationIdOf(source) !== installation)
        throw new Error("This workspace is not the one whose token stands in SLACK_BOT_TOKEN.");
      return {
        botToken: api.token,
        botUserId: botUser,
        botId,
        teamId: source.teamId,
        enterpriseId: source.enterpriseId,
      };
    },
    async remove() {
      isThere = false;
      await removeInstallation(access, "slack", installation);
    },
  };
}

class NotInstalled extends Error {}

const keptSchema = z.looseObject({
  team: z.object({id: z.string(), name: z.string().optional()}).optional(),
  enterprise: z.object({id: z.string(), name: z.string().optional()}).optional(),
  isEnterpriseInstall: z.boolean().default(false),
  bot: z.looseObject({token: z.string(), id: z.string(), userId: z.string()}),
});

/** Workspaces that installed the app by OAuth: as Bolt keeps them, in the store of installations. */
export function installationStore(access: Access): InstallationStore & {forget(id: string): void} {
  const believed = new Map<string, {until: number; kept: Promise<unknown>}>();
  const read = async (id: string) => {
    const known = believed.get(id);
    if (known && known.until > Date.now()) return known.kept;
    const kept = installationOf(access, "slack", id).then((found) => found?.secret);
    believed.set(id, {until: Date.now() + BELIEVED_MS, kept});
    kept.catch(() => believed.delete(id));
    return kept;
  };
  return {
    forget: (id) => void believed.delete(id),
    async storeInstallation(given) {
      const {team, enterprise, isEnterpriseInstall, bot, appId, user, authVersion, tokenType} = given;
      if (!bot) throw new TabletalkError("bad_use", "Slack gave no bot token.", "Install it again.");
      const installation = (isEnterpriseInstall ? enterprise?.id : team?.id) ?? "";
      const id = installationIdOf({
        isEnterpriseInstall: isEnterpriseInstall === true,
        teamId: team?.id,
        enterpriseId: enterprise?.id,
      });
      await keepInstallation(access, {
        platform: "slack",
        installation: id,
        name: (isEnterpriseInstall ? enterprise?.name : team?.name) ?? installation,
        // A token of the person's own is not asked for, and not kept.
        secret: {team, enterprise, isEnterpriseInstall, bot, appId, authVersion, tokenType},
        details: {botUser: bot.userId, botId: bot.id, scopes: bot.scopes, appId},
        installedBy: user?.id,
      });
      believed.delete(id);
    },
    async fetchInstallation({isEnterpriseInstall, teamId, enterpriseId}) {
      const kept = await read(installationIdOf({isEnterpriseInstall, teamId, enterpriseId}));
      const parsed = keptSchema.safeParse(kept);
      if (!parsed.success) throw new NotInstalled("The app is not installed there.");
      return {
        ...parsed.data,
        user: {token: undefined, scopes: undefined, id: ""},
      } as unknown as BoltInstallation<"v2", boolean> & never;
    },
    async deleteInstallation({isEnterpriseInstall, teamId, enterpriseId}) {
      const id = installationIdOf({isEnterpriseInstall, teamId, enterpriseId});
      await removeInstallation(access, "slack", id);
      believed.delete(id);
    },
  };
}

/**
 * Workspaces that installed the app by OAuth.
 * @param authorize Bolt's own, which renews tokens that expire
 * @param apiOf the Web API with a token
 */
export function manyTeams(
  access: Access,
  store: ReturnType<typeof installationStore>,
  authorize: (source: InstallationSource) => Promise<AuthorizeResult>,
  apiOf: (token: string) => SlackApi,
): SlackTeams {
  return {
    authorize,
    async of(installation) {
      const isEnterpriseInstall = installation.startsWith("E");
      const source: InstallationSource = isEnterpriseInstall
        ? {isEnterpriseInstall, enterpriseId: installation}
        : {isEnterpriseInstall, teamId: installation};
      const known = await store.fetchInstallation(source as never).catch((error: unknown) => {
        // That the store is down is no reason to think that nobody is there.
        if (error instanceof NotInstalled) return undefined;
        throw error;
      });
      if (!known) return undefined;
      const {botToken, botUserId, botId} = await authorize(source);
      if (!botToken || !botUserId) return undefined;
      const name = keptSchema.safeParse(known).data?.team?.name;
      return {installation, api: apiOf(botToken), botUser: botUserId, botId, name};
    },
    async remove(installation) {
      await removeInstallation(access, "slack", installation);
      store.forget(installation);
    },
  };
}
