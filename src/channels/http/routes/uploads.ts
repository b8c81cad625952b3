import {writeFile} from "node:fs/promises";
import {z} from "@hono/zod-openapi";
import {type StoredUpload, uploadsOf} from "../../../store/uploads.ts";
import {bytesOf} from "../bodies.ts";
import {ownerOf} from "../conversation_access.ts";
import {idSchema} from "../conversation_schemas.ts";
import {cut, keyIn, pageOf, pageQuery} from "../cursor.ts";
import {preferredWait} from "../prefer.ts";
import {HttpRefusal} from "../problem.ts";
import {route} from "../route.ts";
import {beginUpload, demandImporter, finishUpload, ownUpload} from "../uploads/begin_upload.ts";
import {jobSchema, toldJob, waitForJob} from "./jobs.ts";

/** The largest file that comes in one piece. */
const LARGEST_PIECE = 32 * 1_048_576;

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
      "Files are sent to /v1/uploads by the tus 1.0 protocol (any tus client; metadata `filename`, `filetype`, `dataset`): " +
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
    }),
    status: 202,
    also: [200],
    answer: jobSchema,
    timeMs: 0,
    async handle(asked) {
      const {parts, principal, c} = asked;
      demandImporter(principal);
      const {file, dataset} = await formOf(c.req.raw);
      const filetype = file.type || undefined;
      const announced = {
        filename: file.name,
        bytes: file.size,
        filetype,
        ...(dataset !== undefined && {dataset}),
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

async function formOf(request: Request): Promise<{file: File; dataset?: string}> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\s*;/i.test(type))
    throw new HttpRefusal(
      415,
      `The body is said to be ${type.split(";")[0] || "nothing"}; multipart/form-data is needed.`,
      "Send the file as the part `file` of a form, or to /v1/uploads.",
    );
  const bytes = await bytesOf(request, LARGEST_PIECE);
  let form: FormData;
  try {
    form = await new Response(bytes as Uint8Array<ArrayBuffer>, {headers: {"Content-Type": type}}).formData();
  } catch {
    throw new HttpRefusal(400, "The body says that it is a form, and is not.", "Send multipart/form-data.");
  }
  const file = form.get("file");
  const dataset = form.get("dataset");
  if (!(file instanceof File))
    throw new HttpRefusal(422, "There is no file in the form.", "Send it as the part `file`.");
  if (file.size === 0) throw new HttpRefusal(422, "The file is empty.", "Send one with something in it.");
  return {file, ...(typeof dataset === "string" && dataset !== "" && {dataset: dataset.slice(0, 100)})};
}
