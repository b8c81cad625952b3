import type {IncomingMessage, ServerResponse} from "node:http";
import type {App, InstallationStore, Logger, Receiver, ReceiverEvent} from "@slack/bolt";
import {installCallbacks, installPage} from "./install_pages.ts";
import {botScopes} from "./scopes.ts";
import type {SlackSettings} from "./settings.ts";
import {installationIdOf, type SlackTeams} from "./teams.ts";

export type Bolt = Pick<typeof import("@slack/bolt"), "HTTPReceiver" | "SocketModeReceiver">;

export const EVENTS_PATH = "/slack/events";

/** Bolt's receiver for the settings: its socket, or its HTTP listener (with OAuth where many workspaces may install it). */
export function boltReceiver(
  bolt: Bolt,
  settings: SlackSettings,
  logger: Logger,
  store?: InstallationStore,
): InstanceType<Bolt["SocketModeReceiver"]> | InstanceType<Bolt["HTTPReceiver"]> {
  const clientOptions = settings.apiUrl === undefined ? {} : {slackApiUrl: settings.apiUrl};
  if (settings.mode === "socket")
    return new bolt.SocketModeReceiver({
      appToken: settings.appToken!,
      // Its default of 5 s gives up a connection whenever this machine has much to do.
      clientPingTimeout: 20_000,
      logger,
      installerOptions: {clientOptions},
    });
  const shared = {signingSecret: settings.signingSecret!, endpoints: EVENTS_PATH, logger, bodyLimit: "2mb"};
  if (!settings.oauth) return new bolt.HTTPReceiver(shared);
  const redirectUri =
    settings.publicUrl === undefined ? {} : {redirectUri: `${settings.publicUrl}/slack/oauth_redirect`};
  return new bolt.HTTPReceiver({
    ...shared,
    ...settings.oauth,
    ...redirectUri,
    installationStore: store!,
    scopes: botScopes(),
    installerOptions: {
      redirectUriPath: "/slack/oauth_redirect",
      installPath: "/slack/install",
      renderHtmlForInstallPath: installPage,
      callbackOptions: installCallbacks,
      clientOptions,
      ...(settings.apiUrl !== undefined && {
        authorizationUrl: new URL("/oauth/v2/authorize", settings.apiUrl).href,
      }),
    },
  });
}

/**
 * Events are acknowledged when they are kept, not before: Bolt would acknowledge them on arrival, and one that a full disk
 * swallowed would be lost. Whatever is not acknowledged Slack sends again.
 */
export function acknowledgeWhenKept(receiver: Receiver, app: App, teams: SlackTeams): void {
  const keeping = {
    async processEvent(event: ReceiverEvent): Promise<void> {
      const body = event.body as EventBody;
      if (body.type !== "event_callback") return app.processEvent(event);
      // Bolt takes a store that does not answer for an app that is not installed, and would acknowledge.
      if (!(await teams.of(installationIdOf(sourceOf(body))))) return event.ack();
      await app.processEvent({...event, ack: async () => {}});
      await event.ack();
    },
  };
  receiver.init(keeping as App);
}

interface EventBody {
  type?: unknown;
  team_id?: string;
  enterprise_id?: string;
  authorizations?: {
    team_id?: string | null;
    enterprise_id?: string | null;
    is_enterprise_install?: boolean;
  }[];
}

function sourceOf({team_id, enterprise_id, authorizations}: EventBody) {
  const [of] = authorizations ?? [];
  return {
    isEnterpriseInstall: of?.is_enterprise_install === true,
    teamId: of?.team_id ?? team_id,
    enterpriseId: of?.enterprise_id ?? enterprise_id,
  };
}

/** Bolt's listener as one that says whether the request was for it. */
export function mountable(receiver: {
  requestListener: (request: IncomingMessage, response: ServerResponse) => void;
}): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    try {
      receiver.requestListener(request, response);
      return true;
    } catch (error) {
      // Bolt throws for what is none of its paths.
      if ((error as {code?: string}).code === "slack_bolt_http_receiver_deferred_request_error") return false;
      throw error;
    }
  };
}
