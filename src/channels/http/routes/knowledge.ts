import {writeFile} from "node:fs/promises";
import {basename} from "node:path";
import {z} from "@hono/zod-openapi";
import {demand} from "../../../access/permissions.ts";
import {TabletalkError} from "../../../errors.ts";
import {answerFromDocuments} from "../../../knowledge/answer_question.ts";
import {pipelineSchema, readPipeline} from "../../../knowledge/pipeline.ts";
import {searchKnowledge} from "../../../knowledge/search.ts";
import {
  collectionNamed,
  collectionsOf,
  ensureCollection,
  removeCollection,
  type StoredCollection,
} from "../../../store/collections.ts";
import {documentById, documentsOf, removeDocument, type StoredDocument} from "../../../store/documents.ts";
import {changeUpload} from "../../../store/uploads.ts";
import {ownerOf} from "../conversation_access.ts";
import {idSchema} from "../conversation_schemas.ts";
import {pageOf, pageQuery, slice} from "../cursor.ts";
import {DOCUMENT_JOB, sourceSetting} from "../knowledge_jobs.ts";
import {preferredWait} from "../prefer.ts";
import {type Asked, route} from "../route.ts";
import {beginUpload} from "../uploads/begin_upload.ts";
import {demandTruthOf} from "../uploads/content_type.ts";
import {formOf} from "../uploads/form.ts";
import {jobSchema, toldJob, waitForJob} from "./jobs.ts";

const TAG = "knowledge";
const byId = z.object({id: idSchema});
const byCollection = z.object({
  collection: z.string().min(1).max(200).openapi({description: "Its id or name"}),
});

const collectionSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string().optional(),
    pipeline: z.unknown(),
    createdBy: z.string(),
    createdAt: z.string(),
  })
  .openapi("Collection");

const documentSchema = z
  .object({
    id: z.string(),
    collection: z.string(),
    source: z.string().optional(),
    location: z.string(),
    title: z.string(),
    mediaType: z.string(),
    characters: z.int(),
    pages: z.int().optional(),
    state: z.enum(["waiting", "ready", "failed"]),
    error: z.string().optional(),
    createdBy: z.string(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .openapi("Document");

const questionQuery = z.object({
  q: z.string().trim().min(1).max(2000),
  collection: z.string().min(1).max(200).optional(),
});

export const knowledgeRoutes = [
  route({
    method: "get",
    path: "/v1/collections",
    tag: TAG,
    summary: "Collections of documents",
    action: "knowledge.read",
    query: pageQuery,
    answer: pageOf(collectionSchema),
    async handle({principal, workspace, query}) {
      const page = slice(await collectionsOf(workspace.store, principal.workspace), query);
      return {json: {...page, items: page.items.map(toldCollection)}};
    },
  }),
  route({
    method: "post",
    path: "/v1/collections",
    tag: TAG,
    summary: "Make a collection; one of this name that is there is given as it is",
    action: "knowledge.write",
    body: z.strictObject({
      name: z.string().trim().min(1).max(100),
      description: z.string().trim().max(2000).optional(),
      pipeline: pipelineSchema.optional().openapi({description: "How documents are read, cut and indexed"}),
    }),
    status: 201,
    answer: collectionSchema,
    async handle({principal, workspace, body}) {
      const pipeline = readPipeline(body.pipeline ?? {});
      // What calls a provider costs, and what reads a folder reads this machine.
      if (pipeline.embedder.kind !== "words") demand(principal, "workspace.write");
      const made = await ensureCollection(workspace.store, principal.workspace, {
        name: body.name,
        ...(body.description && {description: body.description}),
        pipeline,
        createdBy: ownerOf(principal),
      });
      return {json: toldCollection(made)};
    },
  }),
  route({
    method: "delete",
    path: "/v1/collections/{collection}",
    tag: TAG,
    summary: "Remove a collection with its sources and documents",
    action: "knowledge.write",
    params: byCollection,
    async handle({principal, workspace, params}) {
      const {id} = await collectionNamed(workspace.store, principal.workspace, params.collection);
      await removeCollection(workspace.store, principal.workspace, id);
      return {};
    },
  }),
  route({
    method: "get",
    path: "/v1/documents",
    tag: TAG,
    summary: "Documents, and whether they can be searched yet",
    action: "knowledge.read",
    query: pageQuery.extend({collection: z.string().min(1).max(200).optional()}),
    answer: pageOf(documentSchema),
    async handle({principal, workspace, query}) {
      const {store} = workspace;
      const collection =
        query.collection === undefined
          ? undefined
          : (await collectionNamed(store, principal.workspace, query.collection)).id;
      const all = await documentsOf(store, principal.workspace, {
        ...(collection !== undefined && {collection}),
      });
      const page = slice(all, query);
      return {json: {...page, items: page.items.map(toldDocument)}};
    },
  }),
  route({
    method: "get",
    path: "/v1/documents/{id}",
    tag: TAG,
    summary: "One document",
    action: "knowledge.read",
    params: byId,
    answer: documentSchema,
    async handle({principal, workspace, params}) {
      const found = await documentById(workspace.store, principal.workspace, params.id);
      if (!found) throw missing("document");
      return {json: toldDocument(found)};
    },
  }),
  route({
    method: "delete",
    path: "/v1/documents/{id}",
    tag: TAG,
    summary: "Remove a document with its passages",
    action: "knowledge.write",
    params: byId,
    async handle({principal, workspace, params}) {
      if (!(await removeDocument(workspace.store, principal.workspace, params.id))) throw missing("document");
      return {};
    },
  }),
  route({
    method: "post",
    path: "/v1/collections/{collection}/documents",
    tag: TAG,
    summary: "Add a document: PDF, DOCX, Markdown, HTML or text (32 MB at most)",
    description: "202 with the job that indexes it; with `Prefer: wait` (seconds) it waits for its end.",
    action: "knowledge.write",
    params: byCollection,
    takes: ["multipart/form-data"],
    body: z.object({file: z.string().openapi({format: "binary"})}),
    status: 202,
    also: [200],
    answer: jobSchema,
    timeMs: 0,
    async handle(asked) {
      const {parts, principal, workspace, params, c} = asked;
      const {id: collection} = await collectionNamed(workspace.store, principal.workspace, params.collection);
      const {file} = await formOf(c.req.raw);
      const filetype = file.type || undefined;
      const upload = await beginUpload(
        parts,
        principal,
        {filename: file.name, bytes: file.size, filetype},
        "knowledge.write",
      );
      await writeFile(upload.path, file.stream(), {mode: 0o600});
      await demandTruthOf(filetype, upload.path);
      await changeUpload(workspace.store, principal.workspace, upload.id, {
        state: "complete",
        received: file.size,
      });
      return submitted(
        asked,
        DOCUMENT_JOB,
        {upload: upload.id, collection, by: ownerOf(principal)},
        upload.id,
      );
    },
  }),
  route({
    method: "get",
    path: "/v1/knowledge/search",
    tag: TAG,
    summary: "The passages that are likeliest to answer a question",
    action: "knowledge.read",
    query: questionQuery.extend({limit: z.coerce.number().int().min(1).max(50).default(8)}),
    answer: z.object({
      passages: z.array(
        z.looseObject({
          document: z.string(),
          title: z.string(),
          heading: z.string(),
          location: z.string(),
          text: z.string(),
          closeness: z.number(),
        }),
      ),
      notes: z.array(z.string()),
    }),
    async handle({parts, principal, query, signal}) {
      const setting = sourceSetting(parts.service, principal.workspace);
      const {passages, notes} = await searchKnowledge(setting, query.q, {
        ...(query.collection !== undefined && {collections: [query.collection]}),
        limit: query.limit,
        signal,
      });
      return {json: {passages: passages.map((one) => ({...one, location: place(one.location)})), notes}};
    },
  }),
  route({
    method: "get",
    path: "/v1/knowledge/answer",
    tag: TAG,
    summary: "What documents say to a question: quotes with where they stand, and nothing else",
    action: "knowledge.read",
    query: questionQuery,
    answer: z
      .object({
        state: z.enum(["found", "unsure", "none"]),
        citations: z.array(
          z.looseObject({number: z.int(), quote: z.string(), document: z.string(), title: z.string()}),
        ),
        notes: z.array(z.string()),
        defines: z.string().optional(),
      })
      .openapi("DocumentAnswer"),
    async handle({parts, principal, query, signal}) {
      const setting = sourceSetting(parts.service, principal.workspace);
      const found = await answerFromDocuments(setting, query.q, {
        ...(query.collection !== undefined && {collections: [query.collection]}),
        signal,
      });
      return {
        json: {...found, citations: found.citations.map((one) => ({...one, location: place(one.location)}))},
      };
    },
  }),
];

/** A job that was queued, waited for where that is preferred. */
export async function submitted(
  asked: Pick<Asked, "parts" | "principal" | "signal" | "c">,
  kind: string,
  input: unknown,
  key: string,
) {
  const {parts, principal, c} = asked;
  const job = await parts.service.jobs.submit(principal.workspace, {kind, input, key, by: principal.actor});
  const wait = preferredWait(c.req.header("prefer"));
  const told = typeof wait === "number" ? await waitForJob(asked, job, wait) : job;
  return {
    json: toldJob(told),
    status: told.state === "done" ? 200 : 202,
    headers: {Location: `/v1/jobs/${job.id}`},
  };
}

function toldCollection({
  id,
  name,
  description,
  pipeline,
  createdBy,
  createdAt,
}: StoredCollection): z.infer<typeof collectionSchema> {
  return {id, name, ...(description !== undefined && {description}), pipeline, createdBy, createdAt};
}

function toldDocument(document: StoredDocument): z.infer<typeof documentSchema> {
  const {hash: _, pipeline: __, ...told} = document;
  return {...told, location: place(told.location)};
}

/** An address as it is; of a path of this machine the name alone. */
export function place(location: string): string {
  return /^https?:/i.test(location) ? location : basename(location);
}

export function missing(what: string): TabletalkError {
  return new TabletalkError("not_found", `There is no such ${what}.`, "Check its id.");
}
