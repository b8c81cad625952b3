import {z} from "zod";
import {TabletalkError} from "../../errors.ts";

/** Numbers in rows and columns; a list is one column. */
export interface Tensor {
  rows: number;
  columns: number;
  values: Float32Array;
}

const headerSchema = z.record(
  z.string(),
  z.union([
    z.object({
      dtype: z.string(),
      shape: z.array(z.number().int().nonnegative()),
      data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
    }),
    z.record(z.string(), z.string()),
  ]),
);
const LONGEST_HEADER = 10 << 20;
const BYTES: Readonly<Record<string, number>> = {F64: 8, F32: 4, F16: 2, I64: 8, I32: 4, I8: 1};

/**
 * Reads the tensors of a safetensors file: 8 bytes of length, a header of JSON, the numbers.
 * @throws TabletalkError bad_file where it is none, or a number's type is not known
 */
export function readTensors(file: Buffer): ReadonlyMap<string, Tensor> {
  const length = file.length >= 8 ? Number(file.readBigUInt64LE(0)) : 0;
  if (length < 2 || length > LONGEST_HEADER || 8 + length > file.length) throw broken("it has no header");
  let parsed: z.infer<typeof headerSchema>;
  try {
    parsed = headerSchema.parse(JSON.parse(file.toString("utf8", 8, 8 + length)));
  } catch {
    throw broken("its header cannot be read");
  }
  const data = file.subarray(8 + length);
  const tensors = new Map<string, Tensor>();
  for (const [name, one] of Object.entries(parsed)) {
    if (name === "__metadata__" || !("dtype" in one) || !Array.isArray(one.shape)) continue;
    const {dtype, shape, data_offsets} = one as {
      dtype: string;
      shape: number[];
      data_offsets: [number, number];
    };
    const [rows = 1, columns = 1, ...more] = shape;
    const [from, to] = data_offsets;
    const size = BYTES[dtype];
    if (size === undefined || more.length > 0)
      throw broken(`${name} is of ${dtype} in ${shape.length} dimensions`);
    if (to > data.length || to - from !== rows * columns * size) throw broken(`${name} is cut short`);
    tensors.set(name, {rows, columns, values: numbers(data.subarray(from, to), dtype, rows * columns)});
  }
  return tensors;
}

function numbers(bytes: Buffer, dtype: string, count: number): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array(count);
  for (let at = 0; at < count; at++) values[at] = numberAt(view, dtype, at);
  return values;
}

function numberAt(view: DataView, dtype: string, at: number): number {
  switch (dtype) {
    case "F64":
      return view.getFloat64(at * 8, true);
    case "F32":
      return view.getFloat32(at * 4, true);
    case "F16":
      return view.getFloat16(at * 2, true);
    case "I64":
      return Number(view.getBigInt64(at * 8, true));
    case "I32":
      return view.getInt32(at * 4, true);
    default:
      return view.getInt8(at);
  }
}

const broken = (why: string): TabletalkError =>
  new TabletalkError(
    "bad_file",
    `model.safetensors cannot be used: ${why}.`,
    "Download the model's folder again.",
  );
