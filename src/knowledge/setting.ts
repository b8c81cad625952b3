import type {Store} from "../store/store.ts";
import type {Embedder} from "./embedders/embedder.ts";
import {type EmbedderSetting, openEmbedder} from "./embedders/open_embedder.ts";
import type {EmbedderChoice} from "./pipeline.ts";

/** Whose documents, and what they are worked on with. */
export interface KnowledgeSetting extends EmbedderSetting {
  store: Store;
  workspace: string;
  /** Default: as `openEmbedder` opens it. */
  embedder?: (choice: EmbedderChoice) => Promise<Embedder>;
}

/** The embedder of a choice in a setting. */
export const embedderFor = (choice: EmbedderChoice, setting: KnowledgeSetting): Promise<Embedder> =>
  setting.embedder ? setting.embedder(choice) : openEmbedder(choice, setting);
