import {TabletalkError} from "../errors.ts";
import type {KaggleUser, Quota} from "./answers.ts";
import type {AskOptions, Transport} from "./transport.ts";
import {wireQuotaSchema, wireTokenSchema} from "./wire.ts";

/** A span as Kaggle writes it ("5400.250s"), in seconds. */
const seconds = (span: string | null | undefined): number => Number.parseFloat(span ?? "0") || 0;

/** @see KaggleClient.user */
export async function whoAsks(transport: Transport, options: AskOptions = {}): Promise<KaggleUser> {
  const asked = await transport
    .call("kernels.KernelsApiService/GetAcceleratorQuotaStatistics", {}, wireQuotaSchema, options)
    .catch((error: unknown) => {
      // Some keys may not ask for it; whose they are is known all the same.
      if (error instanceof TabletalkError && ["forbidden", "not_found", "bad_use"].includes(error.code))
        return undefined;
      throw error;
    });
  // After the call it is known which credentials are taken.
  const identity = await transport.identity();
  const token = identity?.authorization?.match(/^Bearer (.+)$/)?.[1];
  const told =
    identity?.username === undefined && token !== undefined
      ? await transport.call("security.OAuthService/IntrospectToken", {token}, wireTokenSchema, options)
      : undefined;
  const username = identity?.username ?? told?.username ?? undefined;
  const quotas = (["gpu", "tpu"] as const).flatMap((name): Quota[] => {
    const quota = asked?.[`${name}Quota`];
    return quota
      ? [{name, usedSeconds: seconds(quota.timeUsed), totalSeconds: seconds(quota.totalTimeAllowed)}]
      : [];
  });
  return {
    ...(username && {username}),
    method: identity?.method ?? "anonymous",
    ...(identity && {from: identity.from}),
    quotas,
    ...(asked?.quotaRefreshTime && {quotasRefreshAt: asked.quotaRefreshTime}),
  };
}
