import {AutoSubscribe, defineAgent, inference, type JobContext} from "@livekit/agents";
import type {CallMember} from "../../channels/calls/call.ts";
import {callParts} from "../../channels/calls/call_parts.ts";
import type {CallRooms} from "../../channels/calls/call_rooms.ts";
import {type KeptCall, keepCall} from "../../channels/calls/keep_call.ts";
import {linkedPlace, sendToChannel} from "../../channels/calls/linked.ts";
import {callSettingsFrom} from "../../channels/calls/settings.ts";
import {endCall} from "../../channels/calls/start_call.ts";
import {TabletalkError} from "../../errors.ts";
import {openSpeech} from "../speech/open_speech.ts";
import {speechSettingsFrom} from "../speech/settings.ts";
import {aboutCall} from "./about_call.ts";
import {holdCall} from "./hold_call.ts";
import {callOfJob, type JobParts, openJob} from "./open_job.ts";
import {VAD_OPTIONS} from "./session_options.ts";
import {warmWords} from "./warm_up.ts";
import {watchedAdmission} from "./watched_admission.ts";

/** What a process has ready before it is given a call. */
interface Ready extends Record<string, unknown> {
  parts: JobParts;
  vad: inference.VAD;
}

/** One call, in a process of its own: LiveKit's framework loads this file there. */
// biome-ignore lint/style/noDefaultExport: the framework takes it so.
export default defineAgent<Ready>({
  async prewarm(proc) {
    warmWords();
    proc.userData.vad = new inference.VAD({...VAD_OPTIONS});
    proc.userData.parts = await openJob(note);
  },
  async entry(job) {
    try {
      await attend(job);
    } catch (error) {
      note(tellOf(error));
      job.shutdown("failed");
    }
  },
});

async function attend(job: JobContext<Ready>): Promise<void> {
  const {parts, vad} = job.proc.userData;
  let kept: KeptCall | undefined;
  job.addShutdownCallback(async () => {
    await kept?.close().catch((error: unknown) => note(tellOf(error)));
    await parts.service.close();
  });
  const settings = callSettingsFrom();
  if (!settings) throw new TabletalkError("bad_use", "LIVEKIT_URL is not set.", "Set it, and start again.");
  const call = await callOfJob(parts, job.job.metadata, job.job.room?.name);
  kept = await keepCall(parts.service.store, call, (error) => note(tellOf(error)));
  const leave = () => job.shutdown("another agent has the call");
  kept.lost.addEventListener("abort", leave, {once: true});
  if (kept.lost.aborted) return leave();
  const about = await aboutCall(parts.service, call);
  const [speech] = await Promise.all([
    openSpeech(speechSettingsFrom(), about.vocabulary),
    parts.service.startWorking(),
    job.connect(undefined, AutoSubscribe.AUDIO_ONLY),
  ]);
  const {rooms} = callParts(parts.service, parts.access, settings);
  void removeOthers(rooms, call.room, kept, job.agent?.identity).catch((error: unknown) =>
    note(tellOf(error)),
  );
  const admission = watchedAdmission({...parts, call, rooms, onTrouble: (error) => note(tellOf(error))});
  job.addShutdownCallback(async () => admission.close());
  void about.warm().catch((error: unknown) => note(tellOf(error)));
  const linked = linkedPlace(parts.access, call);
  const close = await holdCall({
    ...parts,
    call,
    admission,
    room: job.room,
    speech,
    vad,
    vocabulary: () => about.vocabulary,
    tables: about.tables,
    ...(linked && {
      postedTo: linked.said,
      async send(turn: string, by: CallMember) {
        await admission.admit(by);
        return sendToChannel(parts, call, turn);
      },
    }),
    onTrouble: (error) => note(tellOf(error)),
    onEnd(why, ended) {
      void (async () => {
        if (ended) await endCall(callParts(parts.service, parts.access, settings), call);
      })()
        .catch((error: unknown) => note(tellOf(error)))
        .finally(() => job.shutdown(why));
    },
  });
  job.addShutdownCallback(close);
}

/** Puts agents out that had the call before: one that stands still does not leave by itself. */
async function removeOthers(
  rooms: CallRooms,
  room: string,
  kept: KeptCall,
  own: string | undefined,
): Promise<void> {
  const inside = await rooms.inRoom(room);
  const others = inside?.agents.filter((identity) => identity !== own) ?? [];
  // Whoever was there when it is still held here came before: one that takes a call does so before it joins.
  if (own === undefined || others.length === 0 || !(await kept.isHeld())) return;
  for (const identity of others) await rooms.remove(room, identity);
}

/** Messages alone: what people said is in no log. */
function tellOf(error: unknown): string {
  if (error instanceof TabletalkError) return `${error.message} ${error.next}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function note(text: string): void {
  process.stderr.write(`${new Date().toISOString()} call: ${text}\n`);
}
