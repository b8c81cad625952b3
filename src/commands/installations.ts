import {
  type Installation,
  installationsOf,
  keepInstallation,
  removeInstallation,
} from "../access/installations.ts";
import {checkWorkspaceId} from "../access/set_up.ts";
import {finishRemovals} from "../channels/finish_removals.ts";
import {workspaceUploads} from "../channels/http/uploads/upload_files.ts";
import {folderOf} from "../channels/workspaces.ts";
import {loadConfig} from "../config.ts";
import {TabletalkError} from "../errors.ts";
import {openFileStore} from "../store/files/open.ts";
import {type AccessFlags, withAccess} from "./open_access.ts";

export interface InstallationFlags extends AccessFlags {
  /** `slack` or `discord`, where both know the id. */
  platform?: string;
  /** It was read what comes of it. */
  yes?: boolean;
}

/** `tabletalk installations list`: where Tabletalk is installed, and which workspace each is. */
export async function listInstallations(flags: InstallationFlags): Promise<void> {
  await withAccess(flags, async (access) => {
    const all = await installationsOf(access, flags.platform);
    if (flags.json) return print(JSON.stringify(all, undefined, 2));
    if (all.length === 0)
      print("Tabletalk is installed nowhere yet. docs/slack.md and docs/discord.md say how that is done.");
    for (const {platform, installation, name, workspace, isOwn, createdAt} of all)
      print(
        `${platform.padEnd(8)} ${installation.padEnd(20)} ${name ?? ""}  workspace ${workspace}${isOwn ? "" : " (shared)"}  since ${createdAt.slice(0, 10)}`,
      );
  });
}

/** `tabletalk installations move ID --workspace W`: whoever writes there is in another workspace from now on. */
export async function moveInstallation(id: string, flags: InstallationFlags): Promise<void> {
  const workspace = checkWorkspaceId(flags.workspace ?? missing("--workspace NAME"));
  await withAccess(flags, async (access) => {
    const found = await installationNamed(access, id, flags.platform);
    const {platform, installation, name} = found;
    if (found.workspace === workspace)
      return print(`${nameOf(found)} is in the workspace ${workspace} already.`);
    demandYes(
      flags,
      `${nameOf(found)} moves into the workspace ${workspace}: everybody there, guests too as far as its settings let them, asks about the data of that workspace. What was said and imported until now stays in ${found.workspace}, where nobody of it comes any more. When it is uninstalled later, ${workspace} stays.`,
    );
    await keepInstallation(access, {platform, installation, name: name ?? installation, workspace});
    print(`${nameOf(found)} is in the workspace ${workspace} now.`);
  });
}

/** `tabletalk installations remove ID`: as if it were uninstalled there. */
export async function removeInstalled(id: string, flags: InstallationFlags): Promise<void> {
  const config = loadConfig(flags);
  await withAccess(flags, async (access) => {
    const found = await installationNamed(access, id, flags.platform);
    const {platform, installation, workspace, isOwn} = found;
    demandYes(
      flags,
      isOwn
        ? `${nameOf(found)} is forgotten, and its workspace ${workspace} with all that is in it: conversations, answers, datasets, files. That cannot be undone.`
        : `${nameOf(found)} is forgotten, with its people and conversations in the workspace ${workspace}. That cannot be undone.`,
    );
    await removeInstallation(access, platform, installation);
    const files = await openFileStore(config);
    await finishRemovals({
      store: access.store,
      files: async () => files,
      folders: (one) => [folderOf(config.home, one), workspaceUploads(`${config.home}/uploads`, one)],
      kept: [config.home],
    });
    await files.close();
    print(`${nameOf(found)} is removed${isOwn ? `, with the workspace ${workspace}` : ""}.`);
    print(
      `The bot is still there: remove it in ${platform === "slack" ? "Slack" : "Discord"} too, or it comes back.`,
    );
  });
}

async function installationNamed(
  access: Parameters<typeof installationsOf>[0],
  id: string,
  platform: string | undefined,
): Promise<Installation> {
  const all = (await installationsOf(access, platform)).filter(({installation}) => installation === id);
  const [found] = all;
  if (found && all.length === 1) return found;
  throw new TabletalkError(
    found ? "bad_use" : "not_found",
    found
      ? `${id} is installed on more than one platform.`
      : `Tabletalk is not installed at ${JSON.stringify(id)}.`,
    found ? "Say which with --platform slack or discord." : "tabletalk installations list shows where it is.",
  );
}

function demandYes(flags: InstallationFlags, warning: string): void {
  if (!flags.yes) throw new TabletalkError("bad_use", warning, "Add --yes to do it.");
}

function missing(what: string): never {
  throw new TabletalkError("bad_use", "The workspace is missing.", `Add ${what}.`);
}

const nameOf = ({platform, installation, name}: Installation): string =>
  `${platform} ${installation}${name ? ` (${name})` : ""}`;

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
