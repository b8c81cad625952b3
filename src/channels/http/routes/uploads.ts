import {writeFile} from "node:fs/promises";
import {z} from "@hono/zod-openapi";
import {type StoredUpload, uploadsOf} from "../../../store/uploads.ts";
import {ownerOf} from "../conversation_access.ts";
import {idSchema} from "../conversation_schemas.ts";
import {cut, keyIn, pageOf, pageQuery} from "../cursor.ts";
import {preferredWait} from "../prefer.ts";
import {route} from "../route.ts";
import {beginUpload, choicesIn, demandImporter, finishUpload, ownUpload} from "../uploads/begin_upload.ts";
import {formOf} from "../uploads/form.ts";
import {jobSchema, toldJob, waitForJob} from "./jobs.ts";

const uploadSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    bytes: z.number(),
    received: z.number(),
    state: z.enum(["open", "complete", "imported", "failed"]),
    result: z.unknown().optional().openapi({description: "Its job, and the datasets that it became"}),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .openapi("Upload");

const placeSchema = z.tuple([z.string().max(100)]);

export const uploadRoutes = [
  route({
    method: "get",
    path: "/v1/uploads",
    tag: "datasets",
    summary: "Your uploads, newest first",
    description:
      "Files are sent to /v1/uploads by the tus 1.0 protocol (any tus client; metadata `filename`, `filetype`, `dataset`, `choices`): " +
      "what was cut off goes on where it was. A whole file is imported by a job, which the last answer names in `Job`.",
    action: "datasets.read",
    query: pageQuery,
    answer: pageOf(uploadSchema),
    async handle({principal, workspace, query}) {
      const [before] = keyIn(placeSchema, query.cursor) ?? [];
      const found = await uploadsOf(workspace.store, principal.workspace, {
        by: [ownerOf(principal), principal.actor],
        before,
        limit: query.limit + 1,
      });
      return {json: cut(found, query.limit, ({id}) => [id], toldUpload)};
    },
  }),
  route({
    method: "get",
    path: "/v1/uploads/{id}",
    tag: "datasets",
    summary: "One upload: how much is there, and what became of it",
    action: "datasets.read",
    params: z.object({id: idSchema}),
    answer: uploadSchema,
    async handle({parts, principal, params}) {
      return {json: toldUpload(await ownUpload(parts, principal, params.id))};
    },
  }),
  route({
    method: "post",
    path: "/v1/datasets",
    tag: "datasets",
    summary: "Import a small file in one piece (32 MB at most; larger ones by /v1/uploads)",
    description: "202 with the import's job; with `Prefer: wait` (seconds) it waits for its end.",
    action: "datasets.write",
    takes: ["multipart/form-data"],
    body: z.object({
      file: z.string().openapi({format: "binary"}),
      dataset: z.string().optional().openapi({description: "What it is to be called"}),
      choices: z.string().optional().openapi({
        description: "JSON: how it is to be read, as a receipt's `reverse` says",
        example: '{"header": 3}',
      }),
    }),
    status: 202,
    also: [200],
    answer: jobSchema,
    timeMs: 0,
    async handle(asked) {
      const {parts, principal, c} = asked;
      demandImporter(principal);
      const {file, dataset, choices} = await formOf(c.req.raw);
      const filetype = file.type || undefined;
      const announced = {
        filename: file.name,
        bytes: file.size,
        filetype,
        dataset,
        choices: choicesIn(choices),
      };
      const upload = await beginUpload(parts, principal, announced);
      await writeFile(upload.path, file.stream(), {mode: 0o600});
      const job = await finishUpload(parts, principal, {...announced, ...upload});
      const wait = preferredWait(c.req.header("prefer"));
      const told = typeof wait === "number" ? await waitForJob(asked, job, wait) : job;
      return {
        json: toldJob(told),
        status: told.state === "done" ? 200 : 202,
        headers: {Location: `/v1/jobs/${job.id}`},
      };
    },
  }),
];

function toldUpload(upload: StoredUpload): z.infer<typeof uploadSchema> {
  const {id, name, bytes, received, state, result, createdAt, updatedAt} = upload;
  return {id, name, bytes, received, state, ...(result !== undefined && {result}), createdAt, updatedAt};
}
