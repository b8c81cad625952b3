import {TabletalkError} from "../../errors.ts";
import type {KaggleClient} from "../../kaggle/client.ts";

/**
 * Kaggle for whoever asks a service: with the credentials of whoever runs it, never nameless.
 * @throws TabletalkError refused where there are none
 */
export async function kaggleOfService(workspace: {kaggle(): Promise<KaggleClient>}): Promise<KaggleClient> {
  const kaggle = await workspace.kaggle();
  const {method} = await kaggle.credentials();
  if (method !== "anonymous") return kaggle;
  throw new TabletalkError(
    "refused",
    "This service has no credentials for Kaggle.",
    "Ask whoever runs it to set KAGGLE_API_TOKEN: https://www.kaggle.com/settings/api makes one.",
  );
}

/** What Kaggle says of the service's credentials is no matter of who asks the service. */
export async function asked<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof TabletalkError) || error.code !== "unauthorized") throw error;
    throw new TabletalkError("refused", error.message, error.next, {cause: error});
  }
}
