import type {voice} from "@livekit/agents";
import type {OpenSpeaker} from "../speech/provider.ts";
import type {Mouth, Utterance} from "./mouth.ts";

/** Says things in a session of the framework, which shows their captions and lets people cut in. */
export function sessionMouth(session: voice.AgentSession, speaker: Pick<OpenSpeaker, "setSpeed">): Mouth {
  const saying = new Set<voice.SpeechHandle>();
  return {
    say(caption) {
      let handle: voice.SpeechHandle;
      try {
        handle = session.say(caption, {allowInterruptions: true});
      } catch {
        // The session has ended: nobody is there to hear it.
        return {done: Promise.resolve(), started: Promise.resolve(undefined), wasCut: () => true};
      }
      saying.add(handle);
      const done = handle
        .waitForPlayout()
        .catch(() => {})
        .then(() => void saying.delete(handle));
      return {done, started: startOf(session, done), wasCut: () => handle.interrupted} satisfies Utterance;
    },
    hush() {
      for (const handle of saying) if (!handle.done()) handle.interrupt(true);
    },
    isSpeaking: () => [...saying].some((handle) => !handle.done() && !handle.interrupted),
    setSpeed: (speed) => speaker.setSpeed(speed),
  };
}

/** When the session speaks next; undefined where it has not by then. */
function startOf(session: voice.AgentSession, done: Promise<void>): Promise<number | undefined> {
  return new Promise((resolve) => {
    const hear = (event: voice.AgentStateChangedEvent) => {
      if (event.newState !== "speaking") return;
      session.off(STATE_CHANGED, hear);
      resolve(event.createdAt);
    };
    session.on(STATE_CHANGED, hear);
    void done.then(() => {
      session.off(STATE_CHANGED, hear);
      resolve(undefined);
    });
  });
}

/** `AgentSessionEventTypes.AgentStateChanged`, without loading the framework for it. */
const STATE_CHANGED = "agent_state_changed" as voice.AgentSessionEventTypes.AgentStateChanged;
