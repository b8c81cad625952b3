import {z} from "zod";

/** A file as a message has it. https://docs.slack.dev/reference/objects/file-object */
export const slackFileSchema = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  title: z.string().nullish(),
  size: z.number().nonnegative().nullish(),
  mimetype: z.string().nullish(),
  /** `hosted`, `snippet`, `external`, `tombstone`, `hidden_by_limit`, `file_access` */
  mode: z.string().nullish(),
  is_external: z.boolean().nullish(),
  /** `check_file_info`: of a channel shared with another organization. */
  file_access: z.string().nullish(),
  url_private: z.string().nullish(),
  url_private_download: z.string().nullish(),
});
export type SlackFile = z.infer<typeof slackFileSchema>;

/** What `message` and `app_mention` events have that matters here. */
export const messageEventSchema = z.looseObject({
  type: z.enum(["message", "app_mention"]),
  subtype: z.string().optional(),
  channel: z.string(),
  channel_type: z.string().optional(),
  user: z.string().optional(),
  user_team: z.string().optional(),
  team: z.string().optional(),
  bot_id: z.string().optional(),
  app_id: z.string().optional(),
  text: z.string().nullish(),
  ts: z.string(),
  thread_ts: z.string().optional(),
  hidden: z.boolean().optional(),
  files: z.array(slackFileSchema).optional(),
  /** Of `message_deleted`, and of a deletion that leaves a tombstone. */
  deleted_ts: z.string().optional(),
  previous_message: z.looseObject({thread_ts: z.string().optional()}).optional(),
  message: z
    .looseObject({
      subtype: z.string().optional(),
      ts: z.string().optional(),
      thread_ts: z.string().optional(),
    })
    .optional(),
});
export type MessageEvent = z.infer<typeof messageEventSchema>;

export const homeEventSchema = z.looseObject({
  user: z.string(),
  channel: z.string().optional(),
  tab: z.string().optional(),
});

export const stoppedEventSchema = z.looseObject({
  user: z.string(),
  channel: z.string(),
  thread_ts: z.string(),
});

export const joinedEventSchema = z.looseObject({
  user: z.string(),
  channel: z.string(),
});

export const revokedEventSchema = z.looseObject({
  tokens: z.looseObject({bot: z.array(z.string()).optional()}).optional(),
});

export const commandSchema = z.looseObject({
  command: z.string(),
  text: z.string().default(""),
  user_id: z.string(),
  team_id: z.string().optional(),
  channel_id: z.string(),
  channel_name: z.string().optional(),
  trigger_id: z.string(),
  response_url: z.string(),
});

export const messageShortcutSchema = z.looseObject({
  callback_id: z.string(),
  action_ts: z.string(),
  user: z.looseObject({id: z.string(), team_id: z.string().optional()}),
  channel: z.looseObject({id: z.string(), name: z.string().optional()}),
  message: z.looseObject({
    ts: z.string(),
    thread_ts: z.string().optional(),
    text: z.string().nullish(),
    files: z.array(slackFileSchema).optional(),
  }),
  response_url: z.string().optional(),
});

export const blockActionsSchema = z.looseObject({
  user: z.looseObject({id: z.string(), team_id: z.string().optional()}),
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
  channel: z.looseObject({id: z.string(), name: z.string().optional()}).optional(),
  container: z
    .looseObject({
      type: z.string().optional(),
      message_ts: z.string().optional(),
      thread_ts: z.string().optional(),
      is_ephemeral: z.boolean().optional(),
    })
    .optional(),
  message: z.looseObject({ts: z.string().optional(), thread_ts: z.string().optional()}).optional(),
  view: z.looseObject({private_metadata: z.string().optional()}).optional(),
  actions: z
    .array(
      z.looseObject({
        action_id: z.string(),
        block_id: z.string().optional(),
        value: z.string().optional(),
        type: z.string().optional(),
      }),
    )
    .min(1),
});

export const viewSubmissionSchema = z.looseObject({
  user: z.looseObject({id: z.string(), team_id: z.string().optional()}),
  view: z.looseObject({
    callback_id: z.string(),
    private_metadata: z.string().default(""),
    state: z.looseObject({
      values: z.record(
        z.string(),
        z.record(
          z.string(),
          z.looseObject({
            type: z.string().optional(),
            value: z.string().nullish(),
            selected_option: z.looseObject({value: z.string()}).nullish(),
            selected_options: z.array(z.looseObject({value: z.string()})).nullish(),
          }),
        ),
      ),
    }),
  }),
});
