import {isCommercial, markCommercial} from "../access/commercial.ts";
import {TabletalkError} from "../errors.ts";
import {type AccessFlags, withAccess} from "./open_access.ts";

/** `tabletalk commercial [on|off]`: whether answers warn of licences that do not allow, or leave open, commercial use. */
export async function commercial(wanted: string | undefined, flags: AccessFlags): Promise<void> {
  if (wanted !== undefined && wanted !== "on" && wanted !== "off")
    throw new TabletalkError(
      "bad_use",
      `${wanted} is neither on nor off.`,
      "Say on or off, or leave it out.",
    );
  await withAccess(flags, async (access, principal) => {
    const marked =
      wanted === undefined
        ? await isCommercial(access.store, principal.workspace)
        : (await markCommercial(access, principal, wanted === "on")).commercial;
    const said = marked
      ? "on: answers warn where a licence does not allow commercial use, or none is given."
      : "off: licences are told, without a warning.";
    process.stdout.write(flags.json ? `${JSON.stringify({commercial: marked})}\n` : `${said}\n`);
  });
}
