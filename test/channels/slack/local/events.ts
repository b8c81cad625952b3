import {createHmac} from "node:crypto";
import type {Json, LocalTeam, State} from "./state.ts";
import {APP_ID} from "./state.ts";

export const SIGNING_SECRET = "a secret for signing";

/** What a program answered to one delivery. */
export interface Ack {
  isOk: boolean;
  status: number;
  body: Json;
}

export type DeliveryKind = "events_api" | "interactive" | "slash_commands";

/** One try to bring something to the program. Throws where it does not answer in time. */
export type Transport = (kind: DeliveryKind, payload: Json, retry: number, withinMs: number) => Promise<Ack>;

/** Slack's patience and its retries: at once, after a minute, after five; here compressed. */
export interface Pace {
  /** 3 s at Slack. */
  ackWithinMs: number;
  /** 0, 60 s, 300 s at Slack. */
  retryAfterMs: readonly number[];
}

export const COMPRESSED: Pace = {ackWithinMs: 3000, retryAfterMs: [0, 30, 60]};

/** Signed, as Slack signs. */
export function signed(
  body: string,
  secret = SIGNING_SECRET,
  at = Math.floor(Date.now() / 1000),
): Record<string, string> {
  const digest = createHmac("sha256", secret).update(`v0:${at}:${body}`).digest("hex");
  return {"x-slack-request-timestamp": String(at), "x-slack-signature": `v0=${digest}`};
}

/** To a Request URL. Events are JSON; interactivity and commands are forms. */
export function httpTransport(url: () => string): Transport {
  return async (kind, payload, retry, withinMs) => {
    const isEvent = kind === "events_api";
    const body = isEvent
      ? JSON.stringify(payload)
      : new URLSearchParams(
          kind === "slash_commands" ? payload : {payload: JSON.stringify(payload)},
        ).toString();
    const response = await fetch(url(), {
      method: "POST",
      body,
      signal: AbortSignal.timeout(withinMs),
      headers: {
        "content-type": isEvent ? "application/json" : "application/x-www-form-urlencoded",
        ...signed(body),
        ...(retry > 0 && {"x-slack-retry-num": String(retry), "x-slack-retry-reason": "http_timeout"}),
      },
    });
    const text = await response.text();
    return {isOk: response.ok, status: response.status, body: parsed(text)};
  };
}

function parsed(text: string): Json {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

/** Delivers an event until the program takes it, as often as Slack would: the first time and three more. */
export async function deliverEvent(
  transport: Transport,
  pace: Pace,
  envelope: Json,
): Promise<{tries: number; ack?: Ack}> {
  for (let retry = 0; retry <= pace.retryAfterMs.length; retry += 1) {
    if (retry > 0) await new Promise((resolve) => setTimeout(resolve, pace.retryAfterMs[retry - 1]));
    try {
      const ack = await transport("events_api", envelope, retry, pace.ackWithinMs);
      if (ack.isOk) return {tries: retry + 1, ack};
    } catch {
      // Not answered in time, or nobody there: Slack tries again.
    }
  }
  return {tries: pace.retryAfterMs.length + 1};
}

/** The outside of every event. */
export function envelope(state: State, team: LocalTeam, event: Json, isExtShared = false): Json {
  return {
    token: "verification",
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: APP_ID,
    event,
    type: "event_callback",
    event_id: state.nextId("Ev"),
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: team.id,
        user_id: team.botUser,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: isExtShared,
    event_context: state.nextId("4-"),
  };
}
