import {expect, test} from "vitest";
import {ANALYSE_SHORTCUT, slackManifest} from "../../../src/channels/slack/manifest.ts";
import {BOT_EVENTS, BOT_SCOPES} from "../../../src/channels/slack/scopes.ts";

/** Lengths that https://docs.slack.dev/reference/app-manifest names. */
test("the texts are as long as Slack takes them", () => {
  const {display_information: display, features} = slackManifest();
  expect(display.name.length).toBeLessThanOrEqual(35);
  expect(display.description.length).toBeLessThanOrEqual(140);
  expect(display.long_description.length).toBeGreaterThanOrEqual(174);
  expect(display.long_description.length).toBeLessThanOrEqual(4000);
  expect(display.background_color).toMatch(/^#[0-9a-f]{6}$/);
  expect(features.bot_user.display_name).toMatch(/^[a-z0-9._-]{1,80}$/);
  expect(features.agent_view.agent_description.length).toBeLessThanOrEqual(300);
  expect(features.agent_view.suggested_prompts.length).toBeLessThanOrEqual(4);
  for (const {name, description, callback_id} of features.shortcuts) {
    expect(name.length).toBeLessThanOrEqual(24);
    expect(description.length).toBeLessThanOrEqual(150);
    expect(callback_id).toBe(ANALYSE_SHORTCUT);
  }
  expect(features.slash_commands[0]!.command).toMatch(/^\/[a-z]{1,31}$/);
});

test("without an address it is for Socket Mode, and names none", () => {
  const manifest = slackManifest();
  expect(manifest.settings.socket_mode_enabled).toBe(true);
  expect(JSON.stringify(manifest)).not.toContain("url");
});

test("with an address everything comes there", () => {
  const {settings, oauth_config, features} = slackManifest({publicUrl: "https://tabletalk.example.com/"});
  const events = "https://tabletalk.example.com/slack/events";
  expect(settings.socket_mode_enabled).toBe(false);
  expect(settings.event_subscriptions.request_url).toBe(events);
  expect(settings.interactivity.request_url).toBe(events);
  expect(features.slash_commands[0]!.url).toBe(events);
  expect(oauth_config.redirect_urls).toEqual(["https://tabletalk.example.com/slack/oauth_redirect"]);
});

/** https://docs.slack.dev/reference/events: the scope that each event asks for. */
const NEEDED: Partial<Record<(typeof BOT_EVENTS)[number], keyof typeof BOT_SCOPES>> = {
  app_mention: "app_mentions:read",
  member_joined_channel: "channels:read",
  "message.channels": "channels:history",
  "message.groups": "groups:history",
  "message.im": "im:history",
  "message.mpim": "mpim:history",
};

test("each event has its scope, and each scope its reason", () => {
  for (const event of BOT_EVENTS) {
    const scope = NEEDED[event];
    if (scope) expect(Object.keys(BOT_SCOPES)).toContain(scope);
  }
  expect(slackManifest().oauth_config.scopes.bot).toEqual(Object.keys(BOT_SCOPES));
  for (const reason of Object.values(BOT_SCOPES)) expect(reason).not.toBe("");
});
