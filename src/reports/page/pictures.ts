import type {ChartRenderer} from "../../charts/renderer.ts";
import {TabletalkError} from "../../errors.ts";
import type {Block, ReportDocument} from "../document.ts";

export type ChartBlock = Extract<Block, {kind: "chart"}>;

/** A chart as it stands on the page, or why it could not be drawn. */
export type Picture = {svg: string; width: number; height: number} | {failed: string};

/** CSS pixels: about as wide as the text of an A4 page. */
const WIDTH = 800;
const HEIGHT = 400;

/** Draws the charts of a document, side by side. One that cannot be drawn says why in its place. @throws TabletalkError aborted */
export async function drawPictures(
  document: ReportDocument,
  renderer: () => Promise<ChartRenderer>,
  signal?: AbortSignal,
): Promise<Map<ChartBlock, Picture>> {
  const blocks = document.sections.flatMap(({blocks}) => blocks).filter((block) => block.kind === "chart");
  if (blocks.length === 0) return new Map();
  const drawn = await Promise.all(
    blocks.map(async (block): Promise<[ChartBlock, Picture]> => [block, await picture(block)]),
  );
  return new Map(drawn);

  async function picture(block: ChartBlock): Promise<Picture> {
    const of = document.tables[block.table];
    if (!of) return {failed: "its table is not there"};
    try {
      const own = await renderer();
      const size = {width: WIDTH, height: HEIGHT};
      const content = await own.render(block.spec, of.table, {format: "svg", ...size, signal});
      return {svg: Buffer.from(content).toString("base64"), ...size};
    } catch (thrown) {
      if (signal?.aborted || !(thrown instanceof TabletalkError)) throw thrown;
      return {failed: thrown.message};
    }
  }
}
