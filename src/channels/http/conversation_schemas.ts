import {z} from "@hono/zod-openapi";
import type {ListedConversation, ListedMessage, ListedTurn} from "../../store/conversation_list.ts";

export const idSchema = z.string().min(1).max(100).openapi({example: "0193a4b2c3d400000000a1b2c3d4e5f60718"});
export const nameSchema = z.string().trim().min(1).max(200);

export const conversationSchema = z
  .object({
    id: z.string(),
    title: z.string().nullable(),
    owner: z.string().nullable(),
    project: z.string().nullable(),
    platform: z.string(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .openapi("Conversation");

export const choiceSchema = z
  .object({turn: idSchema, number: z.int().min(0).max(100)})
  .openapi({description: "A choice that was offered: its turn, and its number from 0"});

/** What a question may carry. */
export const questionOptions = {
  charts: z.enum(["asked", "always"]).optional().openapi({description: "Default: where it is asked for"}),
  datasets: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(20)
    .optional()
    .openapi({description: "Default: those of the conversation, else all that you may see"}),
  choice: choiceSchema.optional(),
};

export const turnSummarySchema = z
  .object({
    id: z.string(),
    question: z.string(),
    state: z.enum(["answered", "choices", "declined", "failed", "aborted"]),
    text: z.string().nullable().openapi({description: "The answer, or what went wrong"}),
    choices: z.array(z.unknown()).openapi({description: "Readings that compete, to be chosen by number"}),
    confidence: z.unknown().nullable(),
    recipe: z.string().nullable(),
    createdAt: z.string(),
  })
  .openapi("TurnSummary");

export const messageSchema = z
  .object({
    id: z.string(),
    conversation: z.string(),
    actor: z.string(),
    text: z.string(),
    files: z.array(z.object({name: z.string()})),
    state: z.enum(["waiting", "taken", "done"]),
    attempts: z.int(),
    receivedAt: z.string(),
    turn: turnSummarySchema.optional(),
    events: z.string().openapi({description: "Where its events are, as they happen"}),
  })
  .openapi("Message");

export function toldConversation(found: ListedConversation): z.infer<typeof conversationSchema> {
  const {id, title, owner, project, platform, createdAt, updatedAt} = found;
  return {id, title, owner, project, platform, createdAt, updatedAt};
}

export function toldMessage(message: ListedMessage): z.infer<typeof messageSchema> {
  const {id, conversation, actor, text, state, attempts, receivedAt, turn} = message;
  return {
    id,
    conversation,
    actor,
    text,
    // Where a file lies is for this machine alone.
    files: filesSchema.parse(message.files),
    state,
    attempts,
    receivedAt,
    ...(turn && {turn: toldTurn(turn)}),
    events: `/v1/messages/${id}/events`,
  };
}

const filesSchema = z.array(z.object({name: z.string()})).catch([]);
const keptSchema = z.object({text: z.string(), offered: z.array(z.unknown()).default([])}).partial();

export function toldTurn(turn: ListedTurn): z.infer<typeof turnSummarySchema> {
  const kept = keptSchema.safeParse(turn.answer).data ?? {};
  return {
    id: turn.id,
    question: turn.question,
    state: turn.state,
    text: kept.text ?? turn.summary,
    choices: kept.offered ?? [],
    confidence: turn.confidence ?? null,
    recipe: turn.recipe,
    createdAt: turn.createdAt,
  };
}
