import {callRooms} from "../channels/calls/call_rooms.ts";
import {callSettingsFrom} from "../channels/calls/settings.ts";
import {loadConfig} from "../config.ts";
import {TabletalkError} from "../errors.ts";
import {openStore} from "../store/open.ts";
import {speechSettingsFrom} from "../voice/speech/settings.ts";
import type {CommonFlags} from "./program.ts";

export interface VoiceFlags extends CommonFlags {
  model?: string;
}

/**
 * `tabletalk voice`: a worker that answers calls, over LiveKit, on the same state as `tabletalk serve`. May run several times.
 * Ends on SIGTERM or Ctrl-C after its calls.
 */
export async function voice(flags: VoiceFlags): Promise<void> {
  const config = loadConfig(flags);
  const settings = callSettingsFrom();
  if (!settings)
    throw new TabletalkError(
      "bad_use",
      "Calls need a LiveKit server, and LIVEKIT_URL is not set.",
      "Set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET; docs/voice.md says how.",
    );
  speechSettingsFrom();
  // Calls are held by processes of their own, which read what this one was told.
  process.env.TABLETALK_HOME = config.home;
  process.env.TABLETALK_TIME_ZONE = config.timeZone;
  if (config.model !== undefined) process.env.TABLETALK_MODEL = config.model;
  if (flags.asOf !== undefined) process.env.TABLETALK_AS_OF = flags.asOf;
  const {startVoiceWorker} = await import("../voice/call/worker.ts");
  const {watchRooms} = await import("../voice/watch_rooms.ts");
  const store = await openStore(config);
  const worker = await startVoiceWorker(settings);
  const watching = watchRooms({store, rooms: callRooms(settings), onTrouble: tellingOnce()});
  const asked = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  void worker.registered.then(() => process.stdout.write(`Tabletalk waits for calls at ${settings.url}\n`));
  await Promise.race([asked, worker.ended]);
  process.stderr.write("Ending: the calls that go on come to their end first.\n");
  await worker.close();
  await watching.close();
  await store.close();
}

/** What goes on being so is told once. */
function tellingOnce(): (error: unknown) => void {
  let told = "";
  return (error) => {
    const text = error instanceof Error ? error.message : String(error);
    if (text !== told) process.stderr.write(`${new Date().toISOString()} rooms: ${text}\n`);
    told = text;
  };
}
