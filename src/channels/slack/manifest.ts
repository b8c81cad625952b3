import {BOT_EVENTS, type BotScope, botScopes} from "./scopes.ts";

export const SLASH_COMMAND = "/tabletalk";
export const ANALYSE_SHORTCUT = "analyse_message";

/** What describes the app to Slack: https://docs.slack.dev/reference/app-manifest */
export interface SlackManifest {
  _metadata: {major_version: 2; minor_version: number};
  display_information: {
    name: string;
    description: string;
    long_description: string;
    background_color: string;
  };
  features: {
    agent_view: {agent_description: string; suggested_prompts: {title: string; message: string}[]};
    app_home: {
      home_tab_enabled: boolean;
      messages_tab_enabled: boolean;
      messages_tab_read_only_enabled: boolean;
    };
    bot_user: {display_name: string; always_online: boolean};
    shortcuts: {type: "message"; name: string; callback_id: string; description: string}[];
    slash_commands: {
      command: string;
      description: string;
      usage_hint: string;
      should_escape: boolean;
      url?: string;
    }[];
  };
  oauth_config: {redirect_urls?: string[]; scopes: {bot: BotScope[]}; token_management_enabled: boolean};
  settings: {
    event_subscriptions: {bot_events: string[]; request_url?: string};
    interactivity: {is_enabled: boolean; request_url?: string};
    org_deploy_enabled: boolean;
    socket_mode_enabled: boolean;
    token_rotation_enabled: boolean;
  };
}

/**
 * The app's manifest: for Socket Mode, or with an address for HTTP.
 * @param publicUrl how Slack reaches the service: `https://tabletalk.example.com`
 */
export function slackManifest({publicUrl}: {publicUrl?: string} = {}): SlackManifest {
  const base = publicUrl?.replace(/\/+$/, "");
  const requests = base === undefined ? {} : {request_url: `${base}/slack/events`};
  return {
    _metadata: {major_version: 2, minor_version: 1},
    display_information: {
      name: "Tabletalk",
      description: "An analyst in the conversation: ask about your data, get answers that can be checked.",
      long_description:
        "Drop a CSV, Excel, JSON or Parquet file into a message, or ask about data that your workspace already " +
        "keeps, in plain words. Tabletalk answers with the number, the table and the chart, and shows how each " +
        "was computed: how it read the question, the plan, and the SQL. Ask follow-ups in the thread; the same " +
        "question asked tomorrow on the same data gives the same answer.",
      background_color: "#1f4e5f",
    },
    features: {
      agent_view: {
        agent_description: "Ask about your data in plain words; get answers that can be checked.",
        suggested_prompts: [
          {title: "What can you do?", message: "What can you do?"},
          {title: "Which data is there?", message: "Which datasets are there?"},
        ],
      },
      app_home: {home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false},
      bot_user: {display_name: "tabletalk", always_online: true},
      shortcuts: [
        {
          type: "message",
          name: "Analyse this file",
          callback_id: ANALYSE_SHORTCUT,
          description: "Profiles the data files of a message, or answers its question.",
        },
      ],
      slash_commands: [
        {
          command: SLASH_COMMAND,
          description: "Ask about your data; the answer is for you alone.",
          usage_hint: "revenue by region | call | datasets | link CODE | help",
          should_escape: true,
          ...(base !== undefined && {url: `${base}/slack/events`}),
        },
      ],
    },
    oauth_config: {
      ...(base !== undefined && {redirect_urls: [`${base}/slack/oauth_redirect`]}),
      scopes: {bot: botScopes()},
      token_management_enabled: true,
    },
    settings: {
      event_subscriptions: {bot_events: [...BOT_EVENTS], ...requests},
      interactivity: {is_enabled: true, ...requests},
      org_deploy_enabled: true,
      socket_mode_enabled: base === undefined,
      token_rotation_enabled: false,
    },
  };
}
