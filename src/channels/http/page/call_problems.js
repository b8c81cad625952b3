import {ConnectionError, ConnectionErrorReason, DisconnectReason, RpcError} from "./livekit.js";
import {Problem} from "./problem.js";

/** @param {string} code @param {string} message @param {string} next */
const told = (code, message, next) => new Problem({status: 0, code, message, next});

/** Why one could not join, in words. @param {unknown} error */
export function joinProblem(error) {
  if (error instanceof Problem) return error;
  const reason = error instanceof ConnectionError ? error.reason : undefined;
  if (reason === ConnectionErrorReason.NotAllowed)
    return told("refused", "The call did not let you in.", "Load the page again; the call may have ended.");
  return told(
    "unreachable",
    "The server of the call cannot be reached.",
    "Check the connection. If it lasts, whoever runs Tabletalk should see whether LiveKit runs.",
  );
}

/** Why there is no sound from here, in words. @param {unknown} error */
export function microphoneProblem(error) {
  const name = error instanceof Error ? error.name : "";
  if (!navigator.mediaDevices)
    return told(
      "microphone",
      "The browser gives no microphone to this page.",
      "Open it by https, or on the machine that serves it. You can type all the same.",
    );
  if (name === "NotAllowedError" || name === "SecurityError")
    return told(
      "microphone",
      "The microphone is not allowed.",
      "Allow it in the browser (beside the address), then press Microphone. You can type all the same.",
    );
  if (name === "NotFoundError" || name === "OverconstrainedError")
    return told("microphone", "There is no microphone here.", "Connect one, or type your questions.");
  if (name === "NotReadableError" || name === "AbortError")
    return told(
      "microphone",
      "The microphone cannot be used.",
      "Another program may have it: close that, then press Microphone. You can type all the same.",
    );
  return told("microphone", "The microphone could not be turned on.", "Press Microphone again, or type.");
}

/** What pressing a button of the call came to, in words. @param {unknown} error */
export function buttonProblem(error) {
  if (!(error instanceof RpcError)) return error;
  const given = readData(error.data);
  if (given) return told(given.code, given.message, given.next);
  // LiveKit's own errors stand in the range that it keeps for itself.
  if (error.code >= 1_000 && error.code < 2_000)
    return told("away", "The analyst does not answer.", "Wait a moment, then press it again.");
  return told("refused", error.message, "Try again.");
}

/**
 * Why the call ended, in words; undefined where one left it.
 * @param {DisconnectReason | undefined} reason
 */
export function endProblem(reason) {
  switch (reason) {
    case DisconnectReason.CLIENT_INITIATED:
      return undefined;
    case DisconnectReason.ROOM_DELETED:
    case DisconnectReason.ROOM_CLOSED:
      return told("ended", "The call has ended.", "What was asked and answered stands in its conversation.");
    case DisconnectReason.PARTICIPANT_REMOVED:
      return told("removed", "You were taken out of the call.", "Ask whoever started it.");
    case DisconnectReason.DUPLICATE_IDENTITY:
      return told("elsewhere", "You joined this call in another window.", "Join again to have it here.");
    default:
      return told("broken", "The connection to the call broke.", "Join again.");
  }
}

export function noAnalyst() {
  return told(
    "no_analyst",
    "No analyst has come to this call yet.",
    "Whoever runs Tabletalk should see whether `tabletalk voice` runs. The call waits for it.",
  );
}

/** @param {string | undefined} data @returns {{code: string, message: string, next: string} | undefined} */
function readData(data) {
  try {
    const {code, message, next} = JSON.parse(data ?? "");
    return typeof message === "string" && typeof next === "string"
      ? {code: String(code), message, next}
      : undefined;
  } catch {
    return undefined;
  }
}
