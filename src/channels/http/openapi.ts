import {OpenAPIHono, type RouteConfig, z} from "@hono/zod-openapi";
import {problemSchema} from "./problem.ts";
import type {AnyRoute} from "./route.ts";

/** The OpenAPI 3.1 document of some routes. */
export function openApiOf(routes: readonly AnyRoute[], version: string, url: string): unknown {
  const {openAPIRegistry, getOpenAPI31Document} = new OpenAPIHono();
  openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    description:
      "An access token of /v1/sign-in, an API key (`tt_…`), or a token of a provider that is set up.",
  });
  for (const route of routes) openAPIRegistry.registerPath(pathOf(route));
  return getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Tabletalk",
      version,
      description:
        "Ask questions of data, get answers that can be checked. Everything is within the workspace of whoever " +
        "asks. Errors are problem+json (RFC 9457) with `code` and what to do `next`. A POST may carry an " +
        "Idempotency-Key. Lists are cut by `limit` and `cursor`.",
      license: {name: "MIT", url: "https://spdx.org/licenses/MIT.html"},
    },
    servers: [{url}],
    tags: [...new Set(routes.map(({tag}) => tag))].map((name) => ({name})),
  });
}

function pathOf(route: AnyRoute): RouteConfig {
  const isOpen = !("action" in route);
  const status = route.status ?? (route.answer || route.gives ? 200 : 204);
  const content = contentOf(route);
  const withKey = route.method === "post" && !isOpen && !route.takes;
  const answers = Object.fromEntries(
    [status, ...(route.also ?? [])].map((one) => [
      one,
      {description: one === 202 ? "Accepted" : "Done", ...(one !== 204 && content && {content})},
    ]),
  );
  return {
    method: route.method,
    path: route.path,
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    ...(route.description && {description: route.description}),
    ...(isOpen ? {security: []} : {security: [{bearer: []}]}),
    request: {
      ...(route.params && {params: route.params as z.ZodObject}),
      ...(route.query && {query: route.query as z.ZodObject}),
      ...(withKey && {
        headers: z.object({
          "Idempotency-Key": z
            .string()
            .regex(/^[\x21-\x7e]{1,255}$/)
            .optional()
            .openapi({description: "The same key and request again: the same answer, done once"}),
        }),
      }),
      ...(route.body && {
        body: {
          required: !route.body.safeParse(undefined).success,
          content: Object.fromEntries(
            (route.takes ?? ["application/json"]).map((type) => [type, {schema: route.body!}]),
          ),
        },
      }),
    },
    responses: {
      ...answers,
      ...(route.method === "get" && route.answer && {304: {description: "As before (If-None-Match)"}}),
      ...(route.missingPage && {
        404: {
          description: "A plain page that says what to do next",
          content: {
            "text/html": {schema: z.string().openapi({format: "binary"})},
            "application/problem+json": {schema: problemSchema},
          },
        },
      }),
      default: {
        description: "A problem, and what to do next",
        content: {"application/problem+json": {schema: problemSchema}},
      },
    },
  };
}

function contentOf({answer, gives}: AnyRoute) {
  if (gives)
    return Object.fromEntries(gives.map((type) => [type, {schema: z.string().openapi({format: "binary"})}]));
  return answer && {"application/json": {schema: answer}};
}

/** `get_/v1/datasets/{name}/profile` as `getDatasetsNameProfile`. */
function operationId({method, path}: AnyRoute): string {
  const words = path
    .replace(/^\/v1/, "")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "");
  return method + words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join("");
}
