import {callSettingsFrom} from "../channels/calls/settings.ts";
import {TabletalkError} from "../errors.ts";
import {type SpeechSettings, speechSettingsFrom} from "../voice/speech/settings.ts";
import {speechWorks} from "../voice/speech/speech_works.ts";

const ANSWER_MS = 5000;

/**
 * Tries what a call needs: the engines of speech are opened, hosted ones asked whether they take the key, and LiveKit's server
 * whether it takes ours.
 * @throws TabletalkError of the first that does not work, with what to do
 */
export async function voiceWorks(environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const settings = speechSettingsFrom(environment);
  const calls = callSettingsFrom(environment);
  if (!calls) return "not set up";
  await speechWorks(settings, environment);
  await liveKitTakesKey(calls);
  return `calls at ${calls.url}: ${settings.listen} listens, ${settings.speak} speaks${forTryingOut(settings)}`;
}

function forTryingOut({listen}: SpeechSettings): string {
  return listen === "embedded" ? " (the embedded recognizer is for trying out)" : "";
}

async function liveKitTakesKey(calls: NonNullable<ReturnType<typeof callSettingsFrom>>): Promise<void> {
  const {RoomServiceClient} = await import("livekit-server-sdk");
  const client = new RoomServiceClient(calls.url.replace(/^ws/, "http"), calls.key, calls.secret, {
    requestTimeout: ANSWER_MS / 1000,
  });
  await client.listRooms().catch((error: unknown) => {
    const refused = /\b40[13]\b|unauth|permission/i.test(String(error));
    throw new TabletalkError(
      "unavailable",
      refused
        ? `LiveKit's server at ${calls.url} refuses the key.`
        : `LiveKit's server at ${calls.url} cannot be reached.`,
      refused
        ? "Set LIVEKIT_API_KEY and LIVEKIT_API_SECRET to a pair that it has."
        : "Start it, or set LIVEKIT_URL to where it is; docs/voice.md has the command.",
      {cause: error},
    );
  });
}
