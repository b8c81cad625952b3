import {hkdfSync} from "node:crypto";
import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import {readEnvironment} from "../read_environment.ts";

/** How this process talks to Slack: over a socket of its own (one workspace), or as an HTTP endpoint (one or many). */
export interface SlackSettings {
  mode: "socket" | "http";
  /** `xoxb-…`: one workspace. Absent: workspaces install it by OAuth. */
  botToken?: string;
  /** `xapp-…`: Socket Mode. */
  appToken?: string;
  /** HTTP: what Slack signs its requests with. */
  signingSecret?: string;
  oauth?: {clientId: string; clientSecret: string; stateSecret: string};
  /** How Slack and people reach this service: `https://tabletalk.example.com`. */
  publicUrl?: string;
  /** Another Web API than Slack's, for tests: `http://127.0.0.1:4000/api/`. */
  apiUrl?: string;
  /** HTTP: listens here by itself instead of being mounted; 0 for any free port. */
  port?: number;
  /** Slack draws the charts that it can by itself, beside the picture. */
  nativeCharts: boolean;
}

const NEXT = "docs/slack.md says which settings Slack needs.";

const environmentSchema = z.object({
  SLACK_BOT_TOKEN: z.string().startsWith("xoxb-", "starts with xoxb-").optional(),
  SLACK_APP_TOKEN: z.string().startsWith("xapp-", "starts with xapp-").optional(),
  SLACK_SIGNING_SECRET: z.string().min(1).optional(),
  SLACK_CLIENT_ID: z.string().min(1).optional(),
  SLACK_CLIENT_SECRET: z.string().min(1).optional(),
  SLACK_STATE_SECRET: z.string().min(16, "has 16 characters or more").optional(),
  SLACK_API_URL: z.url().optional(),
  SLACK_NATIVE_CHARTS: z.enum(["on", "off"]).default("on"),
  TABLETALK_PUBLIC_URL: z.url().optional(),
});

/**
 * What the environment says of Slack; undefined where it says nothing of it.
 * @throws TabletalkError bad_use naming what is missing or wrong, never its value
 */
export function slackSettingsFrom(environment: NodeJS.ProcessEnv = process.env): SlackSettings | undefined {
  const given = readEnvironment(environmentSchema, environment, NEXT);
  const {SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, ...rest} = given;
  const {SLACK_SIGNING_SECRET: signingSecret, SLACK_CLIENT_ID, SLACK_CLIENT_SECRET} = rest;
  if (!botToken && !appToken && !signingSecret && !SLACK_CLIENT_ID) return undefined;
  const shared = {
    botToken,
    publicUrl: rest.TABLETALK_PUBLIC_URL?.replace(/\/+$/, ""),
    apiUrl: rest.SLACK_API_URL,
    nativeCharts: rest.SLACK_NATIVE_CHARTS === "on",
  };
  if (appToken) {
    if (!botToken) throw unusable("SLACK_APP_TOKEN is there, and SLACK_BOT_TOKEN is missing.");
    return {...shared, mode: "socket", appToken};
  }
  if (!signingSecret)
    throw unusable("Neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET (HTTP) is there.");
  if (botToken) return {...shared, mode: "http", signingSecret};
  if (!SLACK_CLIENT_ID || !SLACK_CLIENT_SECRET)
    throw unusable(
      "SLACK_BOT_TOKEN (one workspace), or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET (many), is missing.",
    );
  const oauth = {
    clientId: SLACK_CLIENT_ID,
    clientSecret: SLACK_CLIENT_SECRET,
    stateSecret: rest.SLACK_STATE_SECRET ?? derivedStateSecret(SLACK_CLIENT_SECRET, signingSecret),
  };
  return {...shared, mode: "http", signingSecret, oauth};
}

/** The same in every process of a service, and nothing that can be turned back into what it is made of. */
function derivedStateSecret(clientSecret: string, signingSecret: string): string {
  const key = hkdfSync("sha256", clientSecret, signingSecret, "tabletalk slack oauth state", 32);
  return Buffer.from(key).toString("base64url");
}

function unusable(message: string): TabletalkError {
  return new TabletalkError("bad_use", message, NEXT);
}
