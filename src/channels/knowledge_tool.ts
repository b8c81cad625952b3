import type {KnowledgeSetting} from "../knowledge/setting.ts";
import {pluginSettings} from "../plugins/present.ts";
import {hasDocuments} from "../store/documents.ts";
import {keptRead} from "../store/kept_reads.ts";
import type {Store} from "../store/store.ts";
import type {Registry} from "../tools/registry.ts";

/** The workspace of a person's own terminal: whoever sits there may call what they like. */
const TERMINAL = "terminal";

/** What documents of a workspace are searched with: models that a service's pipelines name are called within its reach alone. */
export function searchSetting(store: Store, workspace: string): KnowledgeSetting {
  const own = {store, workspace};
  return workspace === TERMINAL ? own : {...own, reach: pluginSettings().reach, localFolders: []};
}

const documentsThere = (store: Store, workspace: string): Promise<boolean> =>
  keptRead(store, ["documents", workspace], () => hasDocuments(store, workspace));

/** A workspace's tools with the one that searches its documents, where it has any and there is room. */
export async function withKnowledge(registry: Registry, store: Store, workspace: string): Promise<Registry> {
  if (registry.get("search_knowledge") || !(await documentsThere(store, workspace))) return registry;
  const [{searchKnowledgeTool}, {createRegistry, MOST_TOOLS}, {searchKnowledge}] = await Promise.all([
    import("../tools/search_knowledge.ts"),
    import("../tools/registry.ts"),
    import("../knowledge/search.ts"),
  ]);
  if (registry.names().length >= MOST_TOOLS) return registry;
  const own = searchKnowledgeTool((question, options) =>
    searchKnowledge(searchSetting(store, workspace), question, options),
  );
  const alone = createRegistry({tools: [own as never], methods: {}, sources: []});
  const tool = alone.get(own.name)!;
  return {
    ...registry,
    tools: [...registry.tools, tool],
    get: (name) => (name === tool.name ? tool : registry.get(name)),
    names: () => [...registry.names(), tool.name],
    methods: (name) => (name === tool.name ? [] : registry.methods(name)),
    describe: () => [...registry.describe(), ...alone.describe().filter(({name}) => name === tool.name)],
    validateInput: (name, input) =>
      name === tool.name ? alone.validateInput(name, input) : registry.validateInput(name, input),
  };
}
