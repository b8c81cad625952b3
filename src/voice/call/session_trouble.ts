import type {voice} from "@livekit/agents";
import type {Talk} from "./talk.ts";

/**
 * Tells people what does not work any more. The framework would end the session on it, and with that the call; typed questions
 * can be answered still, and what is answered is shown.
 */
export function tellTrouble(
  session: voice.AgentSession,
  talk: Pick<Talk, "trouble">,
  onTrouble: (error: unknown) => void = () => {},
): void {
  session.on(ERROR, ({error}: voice.ErrorEvent) => {
    const thrown = "error" in error ? error.error : error;
    onTrouble(thrown);
    if (error.recoverable) return;
    // It looks at this after it has told us.
    Object.assign(error, {recoverable: true});
    if (error.type === "stt_error") talk.trouble("listen", thrown);
    if (error.type === "tts_error") talk.trouble("speak", thrown);
  });
}

/** `AgentSessionEventTypes.Error`, without loading the framework for it. */
const ERROR = "error" as voice.AgentSessionEventTypes.Error;
