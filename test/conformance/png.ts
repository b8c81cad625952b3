import {inflateSync} from "node:zlib";

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

/** Reads a PNG of 8 bits a channel (RGB or RGBA). @throws where it is no such picture */
export function readPng(content: Uint8Array): {width: number; height: number; colours: number} {
  const bytes = Buffer.from(content);
  if (!bytes.subarray(0, 8).equals(SIGNATURE)) throw new Error("It is no PNG.");
  const data: Buffer[] = [];
  let [width, height, channels] = [0, 0, 0];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString("latin1", at + 4, at + 8);
    const chunk = bytes.subarray(at + 8, at + 8 + length);
    if (type === "IHDR") {
      [width, height] = [chunk.readUInt32BE(0), chunk.readUInt32BE(4)];
      channels = {2: 3, 6: 4}[chunk[9] ?? -1] ?? 0;
      if (chunk[8] !== 8 || channels === 0) throw new Error("It is a PNG of a kind that is not read here.");
    }
    if (type === "IDAT") data.push(chunk);
    at += 12 + length;
  }
  const rows = unfiltered(inflateSync(Buffer.concat(data)), width * channels, height, channels);
  const seen = new Set<number>();
  for (let at = 0; at + channels <= rows.length; at += channels) seen.add(rows.readUIntBE(at, 3));
  return {width, height, colours: seen.size};
}

/** Takes the filter of each line away: https://www.w3.org/TR/png-3/#9Filters */
function unfiltered(raw: Buffer, stride: number, height: number, step: number): Buffer {
  if (raw.length !== (stride + 1) * height) throw new Error("The PNG is cut short.");
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const left = x >= step ? (out[y * stride + x - step] ?? 0) : 0;
      const up = y > 0 ? (out[(y - 1) * stride + x] ?? 0) : 0;
      const corner = x >= step && y > 0 ? (out[(y - 1) * stride + x - step] ?? 0) : 0;
      const add =
        filter === 0
          ? 0
          : filter === 1
            ? left
            : filter === 2
              ? up
              : filter === 3
                ? (left + up) >> 1
                : paeth(left, up, corner);
      out[y * stride + x] = ((raw[y * (stride + 1) + 1 + x] ?? 0) + add) & 255;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
