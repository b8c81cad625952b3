import {z} from "@hono/zod-openapi";
import {commercialSchema, isCommercial, markCommercial} from "../../../access/commercial.ts";
import {licenceUseSchema} from "../../../data/source_origin.ts";
import {DATASET_FILE_TYPES, DATASET_SORTS, LICENCE_GROUPS} from "../../../kaggle/answers.ts";
import {isCompetitionReference, readCompetition, readDatasetReference} from "../../../kaggle/reference.ts";
import {KAGGLE_JOB, kaggleImport} from "../../kaggle/import_job.ts";
import {asked, kaggleOfService} from "../../kaggle/kaggle_of_service.ts";
import {named} from "../named_schema.ts";
import {route} from "../route.ts";
import {jobSchema, toldJob} from "./jobs.ts";

const TAG = "kaggle";
/** A patient client waits for Kaggle. */
const LONG_MS = 110_000;
const name = z.string().min(1).max(100);
const ofDataset = z.object({owner: name, name});
const ofCompetition = z.object({slug: name});
const version = z.coerce.number().int().min(1).max(1_000_000).optional();
const page = z.coerce.number().int().min(1).max(1_000).optional();
const tokenPage = z.object({
  pageToken: z.string().min(1).max(2_000).optional().openapi({description: "`next` of the page before"}),
});

const licenceSchema = z.looseObject({name: z.string(), use: licenceUseSchema});
const summarySchema = z
  .looseObject({ref: z.string(), title: z.string(), url: z.string(), licence: licenceSchema})
  .openapi("KaggleDataset");
const competitionSchema = z
  .looseObject({slug: z.string(), title: z.string(), url: z.string(), rulesUrl: z.string()})
  .openapi("KaggleCompetition");
const fileSchema = z.looseObject({name: z.string(), bytes: z.number()});
const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({items: z.array(item), next: z.string().optional()});
const plain = <T extends object>(one: T): {[Key in keyof T]: T[Key]} => ({...one});

export const kaggleRoutes = [
  route({
    method: "get",
    path: "/v1/kaggle/datasets",
    tag: TAG,
    summary: "Datasets on Kaggle, by words and by all of its filters; with tags alone, browsed",
    action: "datasets.read",
    query: z.object({
      search: z.string().min(1).max(300).optional(),
      sort: z.enum(DATASET_SORTS).optional(),
      fileType: z.enum(DATASET_FILE_TYPES).optional(),
      licence: z.enum(LICENCE_GROUPS).optional(),
      tags: z.string().min(1).max(500).optional().openapi({description: "With commas between"}),
      user: name.optional(),
      minSize: z.coerce.number().int().min(0).optional().openapi({description: "Bytes"}),
      maxSize: z.coerce.number().int().min(0).optional(),
      page,
    }),
    answer: pageOf(summarySchema),
    timeMs: LONG_MS,
    async handle({workspace, query, signal}) {
      const {tags, ...search} = query;
      const given = Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
      const labels = tags?.split(",").flatMap((tag) => tag.trim() || []);
      const kaggle = await kaggleOfService(workspace);
      const found = await asked(kaggle.search({...given, ...(labels && {tags: labels})}, {signal}));
      return {json: {...found, items: found.items.map(plain)}};
    },
  }),
  route({
    method: "get",
    path: "/v1/kaggle/datasets/{owner}/{name}",
    tag: TAG,
    summary: "One dataset on Kaggle: licence, versions, files with their columns",
    action: "datasets.read",
    params: ofDataset,
    answer: summarySchema,
    timeMs: LONG_MS,
    async handle({workspace, params, signal}) {
      const kaggle = await kaggleOfService(workspace);
      return {json: plain(await asked(kaggle.dataset(`${params.owner}/${params.name}`, {signal})))};
    },
  }),
  route({
    method: "get",
    path: "/v1/kaggle/datasets/{owner}/{name}/files",
    tag: TAG,
    summary: "Its files, a page at a time",
    action: "datasets.read",
    params: ofDataset,
    query: tokenPage.extend({version}),
    answer: pageOf(fileSchema),
    timeMs: LONG_MS,
    async handle({workspace, params, query, signal}) {
      const kaggle = await kaggleOfService(workspace);
      const found = await asked(
        kaggle.files(`${params.owner}/${params.name}`, {...withToken(query), ...withVersion(query), signal}),
      );
      return {json: {...found, items: found.items.map(plain)}};
    },
  }),
  route({
    method: "get",
    path: "/v1/kaggle/competitions",
    tag: TAG,
    summary: "Competitions on Kaggle",
    action: "datasets.read",
    query: z.object({search: z.string().min(1).max(300).optional(), page}),
    answer: pageOf(competitionSchema),
    timeMs: LONG_MS,
    async handle({workspace, query: {search, page: number}, signal}) {
      const kaggle = await kaggleOfService(workspace);
      const given = {...(search !== undefined && {search}), ...(number !== undefined && {page: number})};
      const found = await asked(kaggle.competitions.search(given, {signal}));
      return {json: {...found, items: found.items.map(plain)}};
    },
  }),
  route({
    method: "get",
    path: "/v1/kaggle/competitions/{slug}",
    tag: TAG,
    summary: "One competition: deadline, reward, where its rules are accepted",
    action: "datasets.read",
    params: ofCompetition,
    answer: competitionSchema,
    timeMs: LONG_MS,
    async handle({workspace, params, signal}) {
      const kaggle = await kaggleOfService(workspace);
      return {json: plain(await asked(kaggle.competitions.get(params.slug, {signal})))};
    },
  }),
  route({
    method: "get",
    path: "/v1/kaggle/competitions/{slug}/files",
    tag: TAG,
    summary: "Its files, a page at a time",
    action: "datasets.read",
    params: ofCompetition,
    query: tokenPage,
    answer: pageOf(fileSchema),
    timeMs: LONG_MS,
    async handle({workspace, params, query, signal}) {
      const kaggle = await kaggleOfService(workspace);
      const found = await asked(kaggle.competitions.files(params.slug, {...withToken(query), signal}));
      return {json: {...found, items: found.items.map(plain)}};
    },
  }),
  route({
    method: "get",
    path: "/v1/kaggle/competitions/{slug}/leaderboard",
    tag: TAG,
    summary: "Its leaderboard, best first",
    action: "datasets.read",
    params: ofCompetition,
    query: tokenPage,
    answer: pageOf(z.looseObject({rank: z.number(), team: z.string(), score: z.string()})),
    timeMs: LONG_MS,
    async handle({workspace, params, query, signal}) {
      const kaggle = await kaggleOfService(workspace);
      const found = await asked(kaggle.competitions.leaderboard(params.slug, {...withToken(query), signal}));
      return {json: {...found, items: found.items.map(plain)}};
    },
  }),
  route({
    method: "post",
    path: "/v1/kaggle/imports",
    tag: TAG,
    summary: "Download a dataset or competition and import every table in it, by a job",
    description:
      "The job tells how far it is. Its tables carry the licence and the version, which every answer and chart then tells.",
    action: "datasets.write",
    body: z.strictObject({
      ref: z
        .string()
        .min(1)
        .max(300)
        .openapi({description: "owner/name, competitions/name, or the address of its page"}),
      version: z.number().int().min(1).optional().openapi({description: "Default: the newest"}),
      file: z.string().min(1).max(1_000).optional().openapi({description: "One file alone"}),
      name: name.optional().openapi({description: "What its tables are called"}),
    }),
    status: 202,
    answer: jobSchema,
    async handle({parts, principal, workspace, body}) {
      // What names nothing is refused at once.
      if (isCompetitionReference(body.ref)) readCompetition(body.ref);
      else readDatasetReference(body.ref);
      await kaggleOfService(workspace);
      const job = await parts.service.jobs.submit(principal.workspace, {
        kind: KAGGLE_JOB,
        input: kaggleImport(principal, body),
        by: principal.actor,
      });
      return {json: toldJob(job), headers: {Location: `/v1/jobs/${job.id}`}};
    },
  }),
  route({
    method: "get",
    path: "/v1/kaggle/downloads",
    tag: TAG,
    summary: "What the workspace downloaded from Kaggle, newest first",
    action: "datasets.read",
    answer: z.object({
      items: z.array(z.looseObject({ref: z.string(), bytes: z.number(), licence: licenceSchema})),
    }),
    async handle({workspace}) {
      const all = await (await workspace.kaggle()).local.list();
      return {
        json: {
          items: all.map(({folder: _place, origin, ...one}) => ({...one, licence: plain(origin.licence)})),
        },
      };
    },
  }),
  route({
    method: "delete",
    path: "/v1/kaggle/downloads/{owner}/{name}",
    tag: TAG,
    summary: "Delete what was downloaded; imported datasets stay",
    action: "datasets.delete",
    params: ofDataset,
    query: z.object({version}),
    answer: z.object({freed: z.number().openapi({description: "Bytes"})}),
    async handle({workspace, params, query}) {
      const kaggle = await workspace.kaggle();
      return {json: {freed: await kaggle.local.remove(`${params.owner}/${params.name}`, query.version)}};
    },
  }),
  route({
    method: "get",
    path: "/v1/kaggle/user",
    tag: TAG,
    summary: "Whose credentials the service has for Kaggle, and what is left of their quotas",
    action: "usage.read_all",
    answer: z.looseObject({method: z.string(), username: z.string().optional()}),
    timeMs: LONG_MS,
    async handle({workspace, signal}) {
      const {from: _place, ...user} = await asked((await kaggleOfService(workspace)).user({signal}));
      return {json: plain(user)};
    },
  }),
  route({
    method: "get",
    path: "/v1/commercial",
    tag: "workspace",
    summary: "Whether the workspace is marked commercial: then licences against that are told",
    action: "workspace.read",
    answer: named(commercialSchema, "Commercial"),
    handle: async ({workspace, principal}) => ({
      json: {commercial: await isCommercial(workspace.store, principal.workspace)},
    }),
  }),
  route({
    method: "put",
    path: "/v1/commercial",
    tag: "workspace",
    summary: "Mark the workspace commercial, or take the mark away",
    action: "workspace.write",
    body: commercialSchema,
    answer: commercialSchema,
    handle: async ({parts, principal, body}) => ({
      json: await markCommercial(parts.access, principal, body.commercial),
    }),
  }),
];

const withToken = ({pageToken}: {pageToken?: string | undefined}) =>
  pageToken === undefined ? {} : {pageToken};
const withVersion = (query: {version?: number | undefined}) =>
  query.version === undefined ? {} : {version: query.version};
