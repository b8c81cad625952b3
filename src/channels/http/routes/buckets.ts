import {z} from "@hono/zod-openapi";
import {
  bucketChangeSchema,
  bucketSummarySchema,
  bucketsFor,
  dropBucket,
  makeBucket,
  newBucketSchema,
  renameBucket,
} from "../../../workspace/datasets/buckets.ts";
import {pageOf, pageQuery, slice} from "../cursor.ts";
import {named} from "../named_schema.ts";
import {route} from "../route.ts";

const TAG = "datasets";
const byBucket = z.object({bucket: z.string().min(1).max(200).openapi({description: "Its id or name"})});
const summarySchema = named(bucketSummarySchema, "Bucket");

export const bucketRoutes = [
  route({
    method: "get",
    path: "/v1/buckets",
    tag: TAG,
    summary: "The buckets that you may see",
    action: "datasets.read",
    query: pageQuery,
    answer: pageOf(summarySchema),
    async handle({principal, workspace, query}) {
      return {json: slice(await bucketsFor(workspace.store, principal), query)};
    },
  }),
  route({
    method: "post",
    path: "/v1/buckets",
    tag: TAG,
    summary: "Make a bucket",
    action: "datasets.write",
    body: newBucketSchema,
    status: 201,
    answer: summarySchema,
    async handle({principal, workspace, body}) {
      return {json: await makeBucket(workspace.store, principal, body)};
    },
  }),
  route({
    method: "patch",
    path: "/v1/buckets/{bucket}",
    tag: TAG,
    summary: "Change a bucket's name or description",
    action: "datasets.write",
    params: byBucket,
    body: bucketChangeSchema,
    async handle({principal, workspace, params, body}) {
      await renameBucket(workspace.store, principal, params.bucket, body);
      return {};
    },
  }),
  route({
    method: "delete",
    path: "/v1/buckets/{bucket}",
    tag: TAG,
    summary: "Take a bucket away; the datasets on it stay",
    action: "datasets.write",
    params: byBucket,
    async handle({principal, workspace, params}) {
      await dropBucket(workspace.store, principal, params.bucket);
      return {};
    },
  }),
];
