import type {Access} from "../../access/access.ts";
import {currentPrincipal} from "../../access/current_principal.ts";
import type {KeptPrincipal} from "../../access/kept_principal.ts";
import {allow} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import {TabletalkError} from "../../errors.ts";
import type {Service} from "../service.ts";
import type {Call, CallMember} from "./call.ts";
import {maySeeCall} from "./call_access.ts";

/** So long what somebody may do is gone by, before it is asked for again. */
const KEPT_MS = 3_000;

/** Who may go on in a call: people are taken out of a workspace, or given another role, while they talk. */
export interface Admission {
  /** Who somebody in the call is now. @throws TabletalkError forbidden where they may not ask in it any more */
  admit(member: CallMember): Promise<Principal>;
}

export function callAdmission(
  parts: {service: Pick<Service, "store">; access: Pick<Access, "store">},
  call: Call,
  now: () => number = () => performance.now(),
): Admission {
  const known = new Map<string, {principal: Principal | undefined; until: number}>();
  return {
    async admit({identity, principal: kept}) {
      const found = known.get(identity);
      const isFresh = found !== undefined && found.until > now();
      const principal = isFresh ? found.principal : await current(kept);
      if (!isFresh) known.set(identity, {principal, until: now() + KEPT_MS});
      if (principal) return principal;
      throw new TabletalkError(
        "forbidden",
        "You may not ask in this call any more.",
        "Ask an owner of the workspace to let you in again.",
      );
    },
  };

  async function current(kept: KeptPrincipal): Promise<Principal | undefined> {
    if (kept.workspace !== call.workspace) return undefined;
    const principal = await currentPrincipal(parts.access, kept);
    if (!principal || !allow(principal, "ask")) return undefined;
    // Somebody of a platform is in the place that the call goes on with, by what the platform says.
    if (principal.kind === "platform") return principal;
    return (await maySeeCall(parts, principal, call)) ? principal : undefined;
  }
}
