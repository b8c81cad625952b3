import {existsSync, globSync} from "node:fs";
import {join} from "node:path";
import {TabletalkError} from "../../../../errors.ts";

/** Where the recognizer and its model of American English lie. */
export interface PocketsphinxPlace {
  /** Libraries in the order in which they are loaded: what another needs comes first. */
  libraries: readonly string[];
  /** The last two of them. */
  sphinxbase: string;
  pocketsphinx: string;
  /** The folder with the acoustic model `en-us`, the dictionary and the general language model. */
  model: string;
}

const BASE = "libsphinxbase.so.3";
const LIBRARY = "libpocketsphinx.so.3";
/** What Debian's sphinxbase loads: a folder that was unpacked without being root may bring it along. */
const NEEDED = ["libquadmath.so.0", "libgfortran.so.5", "libblas.so.3", "liblapack.so.3"];
const SYSTEM_LIBRARIES = ["/usr/lib/*-linux-gnu*", "/usr/lib64", "/usr/lib", "/usr/local/lib"];
const SYSTEM_MODELS = ["/usr/share/pocketsphinx/model", "/usr/local/share/pocketsphinx/model"];

/**
 * Finds pocketsphinx: in the folder that TABLETALK_POCKETSPHINX names (with `lib` and `model`), else where the system's
 * packages put it.
 * @throws TabletalkError unavailable, with how to install it
 */
export function findPocketsphinx(environment: NodeJS.ProcessEnv): PocketsphinxPlace {
  const own = environment.TABLETALK_POCKETSPHINX;
  const folders = own ? [join(own, "lib")] : SYSTEM_LIBRARIES.flatMap((place) => globSync(place).sort());
  const models = own ? [join(own, "model")] : SYSTEM_MODELS;
  const folder = folders.find((one) => [BASE, LIBRARY].every((name) => existsSync(join(one, name))));
  const model = models.map((one) => join(one, "en-us")).find((one) => existsSync(join(one, "en-us.lm.bin")));
  if (!folder || !model) throw missing(own, folder ? "its English model" : LIBRARY);
  const [sphinxbase, pocketsphinx] = [join(folder, BASE), join(folder, LIBRARY)];
  const needed = own ? NEEDED.map((name) => join(folder, name)).filter((path) => existsSync(path)) : [];
  return {libraries: [...needed, sphinxbase, pocketsphinx], sphinxbase, pocketsphinx, model};
}

function missing(own: string | undefined, what: string): TabletalkError {
  const where = own ? ` in TABLETALK_POCKETSPHINX (${own})` : " on this machine";
  return new TabletalkError(
    "unavailable",
    `The embedded recognizer needs pocketsphinx; ${what} is not${where}.`,
    [
      "Debian or Ubuntu: sudo apt-get install libpocketsphinx3 pocketsphinx-en-us.",
      "Docker: add RUN apt-get update && apt-get install -y libpocketsphinx3 pocketsphinx-en-us to an image of Debian (node:24-bookworm).",
      "macOS and Windows have no such packages: run the voice worker in that Docker image, or choose another recognizer, such as TABLETALK_LISTEN=sherpa.",
    ].join(" "),
  );
}
