import type {KaggleClient} from "../../kaggle/client.ts";

/**
 * Kaggle with its cache below a folder: a workspace's own, for what one downloaded is not another's to see. Nobody is called
 * before it is used.
 */
export async function kaggleIn(home: string): Promise<KaggleClient> {
  const {createKaggleClient} = await import("../../kaggle/create_client.ts");
  return createKaggleClient({home});
}
