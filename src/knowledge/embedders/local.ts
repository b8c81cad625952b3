import {createHash} from "node:crypto";
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {TabletalkError} from "../../errors.ts";
import {type Embedder, embedInBatches, normalized} from "./embedder.ts";
import {readTensors} from "./safetensors.ts";
import {readWordPiece} from "./wordpiece.ts";

const MOST_PIECES = 512;

/**
 * Vectors by a static model in a folder of this machine: `tokenizer.json` (WordPiece) and `model.safetensors` with one vector for
 * each piece, as model2vec writes them (the "potion" models). A text's vector is the mean of its pieces'. Runs here, needs no network.
 * @throws TabletalkError bad_file where the folder holds no such model
 */
export async function localEmbedder(folder: string): Promise<Embedder> {
  const [tokenizer, model] = await Promise.all(
    ["tokenizer.json", "model.safetensors"].map((name) =>
      readFile(join(folder, name)).catch((error: unknown) => {
        throw new TabletalkError(
          "bad_file",
          `${folder} has no ${name}.`,
          "A model's folder holds tokenizer.json and model.safetensors of a static model (model2vec).",
          {cause: error},
        );
      }),
    ),
  );
  const tokenize = readWordPiece(jsonOf(tokenizer!, folder));
  const tensors = readTensors(model!);
  const vectors = tensors.get("embeddings") ?? tensors.get("embedding.weight");
  if (!vectors || vectors.columns < 2)
    throw new TabletalkError(
      "bad_file",
      `${folder} holds no static model: there is no tensor named embeddings.`,
      "Models that have to be run (ONNX, transformers) need a server, such as Ollama: declare it as a provider.",
    );
  const weights = tensors.get("weights")?.values;
  const places = tensors.get("mapping")?.values;
  const {rows, columns, values} = vectors;
  const hash = createHash("sha256").update(model!).update(tokenizer!).digest("hex").slice(0, 12);
  const vectorOf = (text: string): Float32Array => {
    const sum = new Float32Array(columns);
    for (const piece of tokenize(text).slice(0, MOST_PIECES)) {
      const row = places ? (places[piece] ?? -1) : piece;
      if (row < 0 || row >= rows) continue;
      const weight = weights?.[piece] ?? 1;
      for (let at = 0; at < columns; at++) sum[at]! += values[row * columns + at]! * weight;
    }
    return normalized(sum);
  };
  return {
    id: `local/${hash}`,
    dimensions: columns,
    embed: (texts, signal) => embedInBatches(texts, vectorOf, signal),
  };
}

function jsonOf(bytes: Buffer, folder: string): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    throw new TabletalkError(
      "bad_file",
      `tokenizer.json of ${folder} is no JSON.`,
      "Download the model's folder again.",
      {cause: error},
    );
  }
}
