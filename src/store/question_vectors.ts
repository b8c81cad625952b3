import type {Store} from "./store.ts";

/** Of so many turns vectors are asked for in one statement. */
const AT_ONCE = 500;

/** Keeps the vectors of questions, by turn; those that are there stay. */
export async function saveQuestionVectors(
  store: Pick<Store, "db">,
  workspace: string,
  embedder: string,
  vectors: readonly {turn: string; vector: Float32Array}[],
): Promise<void> {
  if (vectors.length === 0) return;
  await store.db
    .insertInto("question_vectors")
    .values(vectors.map(({turn, vector}) => ({workspace, turn, embedder, vector: bytesOf(vector)})))
    .onConflict((conflict) => conflict.columns(["workspace", "turn", "embedder"]).doNothing())
    .execute();
}

/** The kept vectors of these turns by one embedder, by turn. */
export async function questionVectors(
  store: Pick<Store, "db">,
  workspace: string,
  embedder: string,
  turns: readonly string[],
): Promise<Map<string, Float32Array>> {
  const found = new Map<string, Float32Array>();
  for (let at = 0; at < turns.length; at += AT_ONCE) {
    const rows = await store.db
      .selectFrom("question_vectors")
      .select(["turn", "vector"])
      .where((is) => is.and({workspace, embedder}))
      .where("turn", "in", turns.slice(at, at + AT_ONCE))
      .execute();
    for (const {turn, vector} of rows) found.set(turn, floatsOf(vector));
  }
  return found;
}

/** Little-endian, whatever the machine is. */
function bytesOf(vector: Float32Array): Uint8Array {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [at, number] of vector.entries()) bytes.writeFloatLE(number, at * 4);
  return bytes;
}

function floatsOf(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({length: bytes.byteLength >> 2}, (_, at) => view.getFloat32(at * 4, true));
}
