import {mkdir, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {closenessTo} from "../../src/knowledge/closeness.ts";
import {hashedEmbedder} from "../../src/knowledge/embedders/hashed.ts";
import {openEmbedder} from "../../src/knowledge/embedders/open_embedder.ts";
import {wordEmbedder} from "../../src/knowledge/embedders/word_vectors.ts";
import {folderForDocuments} from "./write_documents.ts";

let folder: string;
beforeAll(async () => {
  folder = await folderForDocuments();
});
afterAll(() => rm(folder, {recursive: true, force: true}));

const cosine = (one: Float32Array, other: Float32Array): number =>
  one.reduce((sum, value, at) => sum + value * other[at]!, 0);
const length = (vector: Float32Array): number => Math.sqrt(cosine(vector, vector));

test.each([
  ["hashed", async () => hashedEmbedder()],
  ["words", wordEmbedder],
] as const)(
  "%s: vectors of length 1 in order, the same each time; of zeros where nothing is said",
  async (_name, open) => {
    const embedder = await open();
    const texts = [
      "Refunds are paid within five days.",
      "",
      "Opening hours",
      "!!!",
      "Refunds are paid within five days.",
    ];
    const vectors = await embedder.embed(texts);
    expect(vectors.map((vector) => vector.length)).toEqual(texts.map(() => embedder.dimensions));
    expect(vectors.map((vector) => Math.round(length(vector) * 1000) / 1000)).toEqual([1, 0, 1, 0, 1]);
    expect(vectors[4]).toEqual(vectors[0]);
    await expect(
      embedder.embed(
        Array.from({length: 100}, () => "text"),
        AbortSignal.abort(),
      ),
    ).rejects.toThrow();
  },
);

test("hashed finds what is written alike, words what means alike", async () => {
  const [hashed, words] = [hashedEmbedder(), await wordEmbedder()];
  const nearer = async (embedder: typeof hashed, asked: string, one: string, other: string) => {
    const [question, near, far] = await embedder.embed([asked, one, other]);
    return cosine(question!, near!) > cosine(question!, far!);
  };
  expect(await nearer(hashed, "reimbursment policy", "policy for reimbursement", "policy for holidays")).toBe(
    true,
  );
  expect(await nearer(words, "automobile", "my car", "my salad")).toBe(true);
  expect(await nearer(words, "vacation days", "annual leave and holidays", "machine speed limits")).toBe(
    true,
  );
  expect(await nearer(hashed, "自動車の保険", "自動車の保険について", "休暇の申請")).toBe(true);
});

test("closeness: the same words, forms of them, words that mean alike, nothing alike", async () => {
  const close = await closenessTo("When are refunds paid?");
  expect(close("Refunds are paid on Friday.")).toBeCloseTo(1);
  expect(close("A refund is paid on Friday.")).toBeGreaterThan(0.85);
  const alike = close("Reimbursements reach your account on Friday.");
  expect(alike).toBeGreaterThan(close("The violin is tuned on Friday."));
  expect(alike).toBeLessThan(0.8);
  expect((await closenessTo("the of and"))("the of and")).toBe(0);
});

/** A static model of four pieces, as model2vec writes them. */
async function writeModel(
  name: string,
  dtype: "F32" | "F16",
  tokenizer: object = wordPiece,
): Promise<string> {
  const path = join(folder, name);
  await mkdir(path, {recursive: true});
  const values = [0, 0, 3, 4, 2, 8, 0, 2];
  const data = Buffer.alloc(values.length * (dtype === "F32" ? 4 : 2));
  const view = new DataView(data.buffer, data.byteOffset);
  for (const [at, value] of values.entries())
    if (dtype === "F32") view.setFloat32(at * 4, value, true);
    else view.setFloat16(at * 2, value, true);
  const header = Buffer.from(
    JSON.stringify({
      embeddings: {dtype, shape: [4, 2], data_offsets: [0, data.length]},
      __metadata__: {by: "test"},
    }),
  );
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(header.length));
  await writeFile(join(path, "model.safetensors"), Buffer.concat([size, header, data]));
  await writeFile(join(path, "tokenizer.json"), JSON.stringify(tokenizer));
  return path;
}

const wordPiece = {
  normalizer: {type: "BertNormalizer", lowercase: true, strip_accents: null},
  model: {type: "WordPiece", unk_token: "[UNK]", vocab: {"[UNK]": 0, pay: 1, "##ment": 2, cafe: 3}},
};

test.each(["F32", "F16"] as const)(
  "a static model in a folder: pieces of words, their mean, length 1 (%s)",
  async (dtype) => {
    const embedder = await openEmbedder({kind: "local", folder: await writeModel(`model-${dtype}`, dtype)});
    expect(embedder.dimensions).toBe(2);
    const vectors = await embedder.embed(["Pay", "PAYMENT", "Café, nowhere", "unheard", "pay pay"]);
    const rounded = vectors.map((vector) => [...vector].map((place) => Math.round(place * 1e4) / 1e4));
    expect(rounded).toEqual([
      [0.6, 0.8],
      [0.3846, 0.9231],
      [0, 1],
      [0, 0],
      [0.6, 0.8],
    ]);
  },
);

test("a folder that holds no such model is refused with what is missing", async () => {
  const open = (path: string) => openEmbedder({kind: "local", folder: path});
  await expect(open(join(folder, "nothing"))).rejects.toMatchObject({
    code: "bad_file",
    message: expect.stringMatching(/has no /),
  });
  const other = await writeModel("bpe", "F32", {model: {type: "BPE", vocab: {}, merges: []}});
  await expect(open(other)).rejects.toThrow(/BPE, not WordPiece/);
  const cut = await writeModel("cut", "F32");
  await writeFile(join(cut, "model.safetensors"), Buffer.from("0a00000000000000{}"));
  await expect(open(cut)).rejects.toMatchObject({code: "bad_file"});
});

test("where folders of models are named, others are not read", async () => {
  const inside = await writeModel("allowed", "F32");
  const setting = {localFolders: [inside]};
  expect((await openEmbedder({kind: "local", folder: inside}, setting)).dimensions).toBe(2);
  const outside = openEmbedder({kind: "local", folder: join(inside, "..")}, setting);
  await expect(outside).rejects.toMatchObject({code: "bad_use"});
});
