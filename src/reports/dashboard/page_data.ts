import type {Place} from "../../charts/geography/match_places.ts";
import type {ChartSpec} from "../../charts/spec.ts";
import type {Cell, Table} from "../../data/table.ts";
import type {TimeUnit} from "../../tools/measure.ts";
import type {Cubes} from "./cube.ts";
import type {KeyFigure, Tile} from "./spec.ts";

/** What the script of a page is given: what is shown without a filter, and what it computes the rest from. */
export interface PageData {
  things: string;
  rows: number;
  figures: {id: string; label: string; unit?: string; goodIs?: KeyFigure["goodIs"]}[];
  tiles: {
    tile: Tile;
    spec: ChartSpec;
    table: Table;
    units: Record<string, string>;
    altText: string;
    /** Row by row, what rows are filtered by stands beside them: columns of the table by their filter's key. */
  }[];
  list?: {
    id: "list";
    columns: string[];
    units: Record<string, string>;
    rows: Cell[][];
    limit: number;
    measures: number;
  };
  time?: {unit: TimeUnit; against?: "before" | "year"; partial: (string | number)[]};
  cubes: Cubes;
  places?: {geography: "world" | "usa"; found: Record<string, Place>};
}
