import * as spec from "discord-api-spec/zod";
import type {z} from "zod";

/**
 * What is wrong with the body of a request by Discord's own description of its API. A field that it does not know is told
 * too: Discord would take no notice of it.
 */
export function checkBody(route: string, body: unknown): string[] {
  const schema = schemaOf(route, body);
  if (!schema) return [];
  const result = schema.safeParse(body);
  if (!result.success) return result.error.issues.map((issue) => told(issue, body));
  return unknownFields(body, result.data, "");
}

/** What is wrong with something of this server's own making. */
export function checkMessage(message: unknown): string[] {
  const result = spec.MessageResponseSchema.safeParse(message);
  return result.success ? [] : result.error.issues.map((issue: Issue) => told(issue, message));
}

type Schema = Pick<z.ZodType, "safeParse">;
type Issue = z.core.$ZodIssue;

const CALLBACKS: Readonly<Record<number, Schema>> = {
  4: spec.CreateMessageInteractionCallbackRequestSchema,
  5: spec.CreateMessageInteractionCallbackRequestSchema,
  6: spec.UpdateMessageInteractionCallbackRequestSchema,
  7: spec.UpdateMessageInteractionCallbackRequestSchema,
  8: spec.ApplicationCommandAutocompleteCallbackRequestSchema,
  9: spec.ModalInteractionCallbackRequestSchema,
};

const BODIES: Readonly<Record<string, Schema>> = {
  "POST /channels/:id/messages": spec.MessageCreateRequestSchema,
  "PATCH /channels/:id/messages/:id": spec.MessageEditRequestPartialSchema,
  "POST /channels/:id/messages/:id/threads": spec.CreateTextThreadWithMessageRequestSchema,
  "POST /channels/:id/threads": spec.CreateTextThreadWithoutMessageRequestSchema,
  "PATCH /channels/:id": spec.UpdateThreadRequestPartialSchema,
  "POST /users/@me/channels": spec.CreatePrivateChannelRequestSchema,
  "POST /webhooks/:id/:token": spec.IncomingWebhookRequestPartialSchema,
  "PATCH /webhooks/:id/:token/messages/:id": spec.IncomingWebhookUpdateRequestPartialSchema,
  "POST /applications/:id/commands": spec.ApplicationCommandCreateRequestSchema,
};

function schemaOf(route: string, body: unknown): Schema | undefined {
  if (route === "POST /interactions/:id/:token/callback")
    return CALLBACKS[(body as {type?: number})?.type ?? 0] ?? spec.PongInteractionCallbackRequestSchema;
  if (route.startsWith("PUT /applications/"))
    return {
      safeParse: (commands: unknown) => {
        const results = (commands as unknown[]).map((one) =>
          spec.ApplicationCommandUpdateRequestSchema.safeParse(one),
        );
        return results.find((one) => !one.success) ?? {success: true, data: results.map((one) => one.data)};
      },
    } as Schema;
  return BODIES[route];
}

/** Of a union the alternative that is meant is told of: the one that the fewest things are wrong with. */
function told(issue: Issue, body: unknown): string {
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const meant = [...issue.errors].sort((a, b) => weight(a) - weight(b))[0] ?? [];
    const first = meant[0];
    if (first) return told({...first, path: [...issue.path, ...first.path]} as Issue, body);
  }
  return `${issue.path.join(".") || "body"}: ${issue.message}`;
}

function weight(issues: readonly Issue[]): number {
  return issues.length + (issues.some((issue) => issue.path.at(-1) === "type") ? 1000 : 0);
}

function unknownFields(sent: unknown, known: unknown, path: string): string[] {
  if (Array.isArray(sent))
    return sent.flatMap((one, at) => unknownFields(one, (known as unknown[])?.[at], `${path}${at}.`));
  if (typeof sent !== "object" || sent === null || typeof known !== "object" || known === null) return [];
  // discord.js sends `tts: false` and `enforce_nonce: false` to routes that know neither.
  const meant = Object.entries(sent).filter(([key, value]) => key in known || value);
  return meant.flatMap(([key, value]) =>
    key in known
      ? unknownFields(value, (known as Record<string, unknown>)[key], `${path}${key}.`)
      : [`${path}${key}: Discord knows no such field`],
  );
}
