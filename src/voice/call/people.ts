import {keptPrincipalSchema} from "../../access/kept_principal.ts";
import type {CallMember} from "../../channels/calls/call.ts";
import {callMember} from "../../store/calls.ts";
import type {Store} from "../../store/store.ts";

/** Who is who in a call: by their identity in the room, as the store keeps it. */
export interface CallPeople {
  /** Undefined for whoever was given no token of this call. */
  memberOf(identity: string): Promise<CallMember | undefined>;
}

export function callPeople(store: Pick<Store, "db">, workspace: string, call: string): CallPeople {
  const known = new Map<string, Promise<CallMember | undefined>>();
  const find = async (identity: string): Promise<CallMember | undefined> => {
    const stored = await callMember(store, workspace, call, identity);
    if (!stored) return undefined;
    const principal = keptPrincipalSchema.parse(stored.principal);
    return principal.workspace === workspace ? {...stored, principal} : undefined;
  };
  return {
    async memberOf(identity) {
      const found = known.get(identity) ?? find(identity);
      known.set(identity, found);
      const member = await found.catch((error: unknown) => {
        known.delete(identity);
        throw error;
      });
      // They may be given a token later.
      if (!member) known.delete(identity);
      return member;
    },
  };
}
