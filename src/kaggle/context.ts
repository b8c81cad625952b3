import type {Patience} from "./patience.ts";
import type {Transport} from "./transport.ts";
import type {UnpackLimits} from "./unzip.ts";

/** What every part of the client works with. */
export interface KaggleContext {
  transport: Transport;
  /** The folder of what was downloaded. */
  root: string;
  patience: Patience;
  limits: UnpackLimits;
  /** Bytes that this user may still write where a folder lies. */
  freeBytes: (folder: string) => Promise<number>;
}
