import {clearCounters} from "../store/rate_counters.ts";
import {clearEndedSignIns} from "../store/sign_ins.ts";
import type {Access} from "./access.ts";

/** How long a sign-in that ended is kept, so that a stolen token of it is still known as one. */
const KEPT_DAYS = 30;

/** Takes away what is over: counters of tries and requests, ended sign-ins with their tokens, old codes. */
export async function clearEnded({store}: Pick<Access, "store">, now = Date.now()): Promise<void> {
  await clearCounters(store, now);
  await clearEndedSignIns(store, new Date(now - KEPT_DAYS * 86_400_000).toISOString());
}
