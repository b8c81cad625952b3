import {z} from "zod";
import {TabletalkError} from "../../errors.ts";

/** How LiveKit's server is reached. */
export interface CallSettings {
  /** Of our own programs: `ws://127.0.0.1:7880`. */
  url: string;
  /** Of browsers, where it is another: `wss://calls.example.com`. */
  publicUrl: string;
  key: string;
  secret: string;
}

const schema = z.object({
  LIVEKIT_URL: z.url({protocol: /^wss?$/}),
  LIVEKIT_PUBLIC_URL: z.url({protocol: /^wss?$/}).optional(),
  LIVEKIT_API_KEY: z.string().min(1),
  LIVEKIT_API_SECRET: z.string().min(1),
});

/**
 * Reads LIVEKIT_URL, LIVEKIT_PUBLIC_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET. @returns undefined where there is no LIVEKIT_URL
 * @throws TabletalkError bad_use naming the setting that is wrong or missing
 */
export function callSettingsFrom(environment: NodeJS.ProcessEnv = process.env): CallSettings | undefined {
  if (!environment.LIVEKIT_URL) return undefined;
  const given = Object.fromEntries(
    Object.keys(schema.shape).map((name) => [name, environment[name] || undefined]),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const name = parsed.error.issues[0]?.path.join(".");
    throw new TabletalkError(
      "bad_use",
      `The setting ${name} of LiveKit is missing or cannot be used.`,
      "Set LIVEKIT_URL (ws:// or wss://), LIVEKIT_API_KEY and LIVEKIT_API_SECRET; docs/voice.md says how.",
    );
  }
  const {
    LIVEKIT_URL: url,
    LIVEKIT_PUBLIC_URL,
    LIVEKIT_API_KEY: key,
    LIVEKIT_API_SECRET: secret,
  } = parsed.data;
  return {url, publicUrl: LIVEKIT_PUBLIC_URL ?? url, key, secret};
}
