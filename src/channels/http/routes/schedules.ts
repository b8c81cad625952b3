import {z} from "@hono/zod-openapi";
import {allow} from "../../../access/permissions.ts";
import type {Principal} from "../../../access/principal.ts";
import {TabletalkError} from "../../../errors.ts";
import type {Store} from "../../../store/store.ts";
import {
  changeSchedule,
  dropWorkflowSchedule,
  type StoredSchedule,
  scheduleById,
} from "../../../store/workflow_schedules.ts";
import {alertSchema} from "../../../workflows/schedule/alert.ts";
import {sayNext} from "../../../workflows/schedule/say_times.ts";
import {checkTimes, nextTime} from "../../../workflows/schedule/times.ts";
import {checkedAlert, makeSchedule, saySchedule} from "../../schedules/make_schedule.ts";
import {mayChangeSchedule, scheduleAsKnown, schedulesFor} from "../../schedules/schedule_rights.ts";
import {timesIn, timesOf} from "../../schedules/stored_times.ts";
import {titleOf} from "../../schedules/tell_schedule.ts";
import {hasRightsOf} from "../../schedules/version_of_schedule.ts";
import {workflowFor} from "../../workflow_runs/run_of_workflow.ts";
import {checkedFor} from "../../workflow_runs/start_run.ts";
import {conversationFor} from "../conversation_access.ts";
import {idSchema} from "../conversation_schemas.ts";
import {pageOf, pageQuery, slice} from "../cursor.ts";
import {route} from "../route.ts";

const TAG = "workflows";
const byId = z.object({id: idSchema});

const whenSchema = z.string().min(1).max(300).openapi({
  example: "every Monday at 9 Berlin time",
  description: "In words, or five cron fields",
});
const zoneSchema = z.string().max(60).openapi({
  example: "Europe/Berlin",
  description: "The clock that is meant where the words name none; default: that of the service",
});
const parametersSchema = z.record(z.string(), z.union([z.string(), z.number()]));
const missedSchema = z.enum(["skip", "once"]).openapi({
  description: "What is done about times that came while no worker was there: nothing, or one run",
});

const scheduleSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    workflow: z.string().openapi({description: "The workflow's id"}),
    version: z
      .int()
      .openapi({description: "The version that runs: what others publish later does not, until you say so"}),
    parameters: parametersSchema,
    when: z.string().openapi({example: "every Monday at 09:00 Europe/Berlin time"}),
    cron: z.string(),
    timeZone: z.string(),
    missed: missedSchema,
    alert: z.unknown().optional(),
    conversation: z.string().optional().openapi({description: "Where its results are told"}),
    isEnabled: z.boolean(),
    offWhy: z.string().optional().openapi({description: "Why it was turned off by itself"}),
    failures: z.number().openapi({description: "Runs that failed, one after the other"}),
    next: z.array(z.string()).openapi({description: "Its next three times, in words, on its own clock"}),
    nextAt: z.string().optional(),
    lastAt: z.string().optional(),
    createdBy: z.string(),
    createdAt: z.string(),
  })
  .openapi("Schedule");

export const scheduleRoutes = [
  route({
    method: "get",
    path: "/v1/schedules",
    tag: TAG,
    summary: "What runs by itself",
    action: "workflows.read",
    query: pageQuery.extend({workflow: idSchema.optional(), conversation: idSchema.optional()}),
    answer: pageOf(scheduleSchema),
    async handle({principal, workspace, query}) {
      const {workflow, conversation, ...asked} = query;
      const filter = {...(workflow && {workflow}), ...(conversation && {conversation})};
      const page = slice(await schedulesFor(workspace.store, principal, filter), asked);
      return {json: {...page, items: page.items.map(toldSchedule)}};
    },
  }),
  route({
    method: "post",
    path: "/v1/schedules",
    tag: TAG,
    summary: "Let a workflow run by itself, with your rights, and tell its results in a conversation",
    action: "workflows.write",
    body: z.strictObject({
      workflow: z.string().min(1).max(100).openapi({description: "Its id or name"}),
      when: whenSchema,
      timeZone: zoneSchema.optional(),
      parameters: parametersSchema.optional(),
      missed: missedSchema.optional(),
      title: z.string().trim().min(1).max(200).optional(),
      alert: alertSchema
        .optional()
        .openapi({description: "When a result is told at all; without it each is"}),
      conversation: idSchema.optional(),
    }),
    status: 201,
    answer: scheduleSchema,
    async handle(asked) {
      const {parts, principal, workspace, body} = asked;
      const {store} = workspace;
      const now = new Date();
      const workflow = await workflowFor(store, principal, body.workflow, {action: "workflows.write"});
      await checkedFor(parts.service, principal, workflow, body.parameters ?? {});
      const conversation = body.conversation && (await conversationFor(asked, body.conversation, "ask"));
      if (conversation && conversation.platform !== "http")
        throw new TabletalkError(
          "bad_use",
          "That conversation is on a chat platform.",
          "Say there when it is to be posted.",
        );
      const schedule = await makeSchedule(
        store,
        principal,
        {
          workflow: workflow.id,
          version: workflow.version,
          times: timesIn(body.when, body.timeZone ?? parts.service.config.timeZone, now),
          title: body.title ?? workflow.document.title,
          ...(body.parameters && {parameters: body.parameters}),
          ...(body.missed && {missed: body.missed}),
          ...(body.alert && {alert: body.alert}),
          ...(conversation && {told: {conversation: conversation.id, audience: "one"}}),
        },
        now,
      );
      return {json: toldSchedule(schedule)};
    },
  }),
  route({
    method: "get",
    path: "/v1/schedules/{id}",
    tag: TAG,
    summary: "A schedule",
    action: "workflows.read",
    params: byId,
    answer: scheduleSchema,
    async handle({principal, workspace, params}) {
      return {json: toldSchedule(await scheduleFor(workspace.store, principal, params.id))};
    },
  }),
  route({
    method: "patch",
    path: "/v1/schedules/{id}",
    tag: TAG,
    summary: "Change a schedule, turn it off or on again",
    action: "workflows.write",
    params: byId,
    body: z.strictObject({
      when: whenSchema.optional(),
      timeZone: zoneSchema.optional(),
      parameters: parametersSchema.optional(),
      missed: missedSchema.optional(),
      title: z.string().trim().min(1).max(200).optional(),
      alert: alertSchema.nullable().optional(),
      isEnabled: z.boolean().optional(),
      version: z
        .int()
        .min(1)
        .optional()
        .openapi({description: "Said by whoever made it, as it runs with their rights"}),
    }),
    answer: scheduleSchema,
    async handle({parts, principal, workspace, params, body}) {
      const {store} = workspace;
      const now = new Date();
      const before = await scheduleFor(store, principal, params.id, {change: true});
      const zone = body.timeZone ?? before.timeZone;
      const times = body.when === undefined ? timesOf(before) : timesIn(body.when, zone, now);
      if (body.when !== undefined) checkTimes(times, now);
      if (body.parameters) {
        const workflow = await workflowFor(store, principal, before.workflow, {action: "workflows.write"});
        await checkedFor(parts.service, principal, workflow, body.parameters);
      }
      if (body.version !== undefined) {
        if (!hasRightsOf(before, principal))
          throw new TabletalkError(
            "forbidden",
            "It runs with the rights of whoever made it: they alone choose its version.",
            "Ask them, or schedule the workflow yourself.",
          );
        await workflowFor(store, principal, before.workflow, {version: body.version});
      }
      const alert =
        body.alert &&
        (await checkedAlert(store, principal.workspace, {
          workflow: before.workflow,
          version: body.version ?? before.version,
          alert: body.alert,
        }));
      const isMoved = body.when !== undefined || (body.isEnabled === true && !before.isEnabled);
      await changeSchedule(store, principal.workspace, before.id, {
        ...(body.when !== undefined && {
          cron: times.cron,
          timeZone: times.timeZone,
          every: times.every ?? null,
        }),
        ...(isMoved && {nextAt: nextTime(times, now) ?? null}),
        ...(body.isEnabled !== undefined && {isEnabled: body.isEnabled}),
        ...(body.isEnabled === true && {failures: 0, offWhy: null}),
        ...(body.title !== undefined && {said: body.title}),
        ...(body.parameters && {parameters: body.parameters}),
        ...(body.missed && {missed: body.missed}),
        ...(body.version !== undefined && {version: body.version, toldVersion: null}),
        ...(body.alert !== undefined && {alert: alert ?? null, seen: null}),
      });
      return {json: toldSchedule(await scheduleFor(store, principal, params.id))};
    },
  }),
  route({
    method: "delete",
    path: "/v1/schedules/{id}",
    tag: TAG,
    summary: "Take a schedule away; its runs stay",
    action: "workflows.write",
    params: byId,
    async handle({principal, workspace, params}) {
      const {id} = await scheduleFor(workspace.store, principal, params.id, {change: true});
      await dropWorkflowSchedule(workspace.store, principal.workspace, id);
      return {};
    },
  }),
];

async function scheduleFor(
  store: Store,
  principal: Principal,
  id: string,
  {change = false}: {change?: boolean} = {},
): Promise<StoredSchedule> {
  const stored = await scheduleById(store, principal.workspace, id);
  const found = stored && (await scheduleAsKnown(store, principal, stored));
  if (!found) throw new TabletalkError("not_found", "There is no such schedule.", "List the schedules.");
  if (change && !(mayChangeSchedule(principal, found) && allow(principal, "workflows.write")))
    throw new TabletalkError("forbidden", "This schedule is somebody else's.", "Ask them, or an owner.");
  return found;
}

function toldSchedule(schedule: StoredSchedule): z.infer<typeof scheduleSchema> {
  const alert = alertSchema.safeParse(schedule.alert).data;
  const {id, workflow, version, parameters, cron, timeZone, missed, conversation, isEnabled, failures} =
    schedule;
  const {offWhy, nextAt, lastAt, createdBy, createdAt} = schedule;
  return {
    ...{id, workflow, version, parameters, cron, timeZone, missed, isEnabled, failures, createdBy, createdAt},
    ...(alert && {alert}),
    ...(conversation !== undefined && {conversation}),
    ...(offWhy !== undefined && {offWhy}),
    ...(nextAt !== undefined && {nextAt}),
    ...(lastAt !== undefined && {lastAt}),
    title: titleOf(schedule),
    when: saySchedule(schedule, alert),
    next: schedule.isEnabled ? sayNext(timesOf(schedule), new Date()) : [],
  };
}
