import {z} from "@hono/zod-openapi";
import {registrySchema} from "../../../models/registry.ts";
import {changeRegistry, keepKey, registryOf} from "../../../models/registry_store.ts";
import {overviewOfModels, registryScene, sealerOf, testModels} from "../../workspace_models.ts";
import {route} from "../route.ts";

const TAG = "models";

const overviewSchema = z
  .looseObject({
    version: z.int(),
    roles: z.record(z.string(), z.array(z.string())),
    models: z.array(z.looseObject({id: z.string(), saysPrice: z.string(), roles: z.array(z.string())})),
    keys: z.array(z.string()).openapi({description: "Names of keys that were kept; the keys are never told"}),
  })
  .openapi("Models");

const keptSchema = z
  .object({
    registry: z
      .unknown()
      .openapi({description: "Providers, models, roles and limits, as an owner writes them"}),
    version: z.int().openapi({description: "0: nobody has written one"}),
    changedBy: z.string().optional(),
    changedAt: z.string().optional(),
  })
  .openapi("ModelRegistry");

export const modelRoutes = [
  route({
    method: "get",
    path: "/v1/models",
    tag: TAG,
    summary: "The models of each role, what each costs and how it is",
    action: "models.read",
    answer: overviewSchema,
    async handle({parts, principal, workspace}) {
      const {config} = parts.service;
      const overview = await overviewOfModels(config, workspace.store, principal.workspace, "service");
      return {json: {...overview, models: overview.models.map((one) => ({...one}))}};
    },
  }),
  route({
    method: "post",
    path: "/v1/models/test",
    tag: TAG,
    summary: "Ask each model that a role names one tiny question",
    action: "models.write",
    body: z.strictObject({only: z.array(z.string().min(1).max(200)).max(50).optional()}).optional(),
    answer: z.object({
      items: z.array(
        z.looseObject({model: z.string(), works: z.boolean(), ms: z.number(), says: z.string()}),
      ),
    }),
    timeMs: 150_000,
    async handle({parts, principal, workspace, body, signal}) {
      const tests = await testModels(parts.service.config, workspace.store, principal.workspace, "service", {
        signal,
        actor: principal.actor,
        ...(body?.only && {only: body.only}),
      });
      return {json: {items: tests.map((one) => ({...one}))}};
    },
  }),
  route({
    method: "get",
    path: "/v1/models/registry",
    tag: TAG,
    summary: "The registry of models as it is written",
    action: "models.read",
    answer: keptSchema,
    async handle({principal, workspace}) {
      return {json: {...(await registryOf(workspace.store, principal.workspace))}};
    },
  }),
  route({
    method: "put",
    path: "/v1/models/registry",
    tag: TAG,
    summary: "Write the registry of models anew; `ifVersion` keeps from writing over another's change",
    action: "models.write",
    body: z.strictObject({registry: registrySchema, ifVersion: z.int().min(0).optional()}),
    answer: keptSchema,
    async handle({parts, principal, workspace, body}) {
      const scene = await registryScene(
        parts.service.config,
        workspace.store,
        principal.workspace,
        "service",
      );
      const {workspace: id, role, actor} = principal;
      const kept = await changeRegistry(
        workspace.store,
        id,
        {role, actor},
        () => body.registry,
        scene,
        body.ifVersion,
      );
      return {json: {...kept}};
    },
  }),
  route({
    method: "put",
    path: "/v1/models/keys/{name}",
    tag: TAG,
    summary: "Keep a provider's key, sealed; an empty one takes it away",
    action: "models.write",
    params: z.object({name: z.string().regex(/^[a-z0-9_-]{1,40}$/)}),
    body: z.strictObject({key: z.string().max(4096)}),
    async handle({parts, principal, workspace, params, body}) {
      const {workspace: id, role, actor} = principal;
      const sealer = await sealerOf(parts.service.config);
      await keepKey(workspace.store, id, {role, actor}, {name: params.name, key: body.key}, sealer);
      return {};
    },
  }),
];
