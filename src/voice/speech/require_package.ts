import {readFileSync} from "node:fs";
import {TabletalkError} from "../../errors.ts";

const ALWAYS = ["@livekit/agents", "@livekit/rtc-node"];

/**
 * Loads a package that is not installed with Tabletalk by itself.
 * @param what what needs it: "The voice of flite"
 * @param packages the packages that `load` imports; those of calls themselves are added to the command
 * @throws TabletalkError unavailable with the command that installs what is missing
 */
export async function requirePackage<Loaded>(
  what: string,
  packages: readonly string[],
  load: () => Promise<Loaded>,
): Promise<Loaded> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof Error) || !isOfPackage(error)) throw error;
    const missing = (error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND";
    throw new TabletalkError(
      "unavailable",
      missing
        ? `${what} needs packages that are not installed.`
        : `${what} needs packages that do not load on ${process.platform}-${process.arch}: ${error.message.split("\n")[0]?.slice(0, 200)}`,
      `${missing ? "Install them" : "Install them anew, for this machine"}: ${installCommand(packages)}`,
      {cause: error},
    );
  }
}

/** `npm install a@1.2.3 b@4.5.6`: with the versions that Tabletalk is tested with. */
export function installCommand(packages: readonly string[]): string {
  const pinned = versions();
  const named = [...new Set([...ALWAYS, ...packages])].map((name) =>
    pinned[name] ? `${name}@${pinned[name]}` : name,
  );
  return `npm install ${named.join(" ")}`;
}

function isOfPackage(error: Error): boolean {
  const {code} = error as NodeJS.ErrnoException;
  if (code === "ERR_DLOPEN_FAILED" || code === "MODULE_NOT_FOUND") return true;
  if (code === "ERR_MODULE_NOT_FOUND") return /package '|module '[^.]/.test(error.message);
  // Native packages say so when their part for the platform is not there.
  return /native binding|cannot find module|could not find|shared object|addon/i.test(error.message);
}

function versions(): Record<string, string> {
  const manifest: {peerDependencies?: Record<string, string>} = JSON.parse(
    readFileSync(new URL("../../../package.json", import.meta.url), "utf8"),
  );
  return manifest.peerDependencies ?? {};
}
