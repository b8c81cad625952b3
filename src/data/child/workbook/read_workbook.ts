import {open, readFile} from "node:fs/promises";
import {TabletalkError} from "../../../errors.ts";
import {Formats} from "./formats.ts";
import {durationText, type Merge, type Sheet, type Workbook} from "./sheet.ts";

/** Cell formats are read up to this size: they cost as much again. */
const STYLED = 2_000_000;
/** A workbook that unpacks to more than this is not opened. */
const MOST_UNPACKED = 1_500_000_000;

/**
 * Reads every sheet. XLSX by hucre; old XLS, XLSB, ODS and what hucre refuses by SheetJS.
 * @throws TabletalkError bad_file: protected by a password, cut off, a bomb, or no workbook
 */
export async function readWorkbook(path: string, only?: readonly string[]): Promise<Workbook> {
  const bytes = await readFile(path);
  const zipped = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (zipped) await checkUnpacked(path);
  if (zipped && bytes.includes("xl/worksheets") && !bytes.includes("xl/workbook.bin")) {
    try {
      return await byHucre(bytes, only);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (/password|encrypt/i.test(message)) throw locked(path);
      if (/central directory|truncat|unexpected end|invalid zip|not a valid zip/i.test(message))
        throw cut(path);
    }
  }
  return bySheetJs(bytes, path, only);
}

const locked = (path: string): TabletalkError =>
  new TabletalkError(
    "bad_file",
    `${path} is protected by a password.`,
    "Open it, save a copy without the password, and import that.",
  );

const cut = (path: string): TabletalkError =>
  new TabletalkError(
    "bad_file",
    `The workbook ${path} is cut off or damaged: its last part is missing.`,
    "Download or copy it again.",
  );

async function byHucre(bytes: Buffer, only: readonly string[] | undefined): Promise<Workbook> {
  const {read} = await import("hucre");
  const book = await read(bytes, {
    readStyles: bytes.length < STYLED,
    ...(only && {sheets: (info: {name: string}) => only.includes(info.name)}),
  });
  const counted = book.dateSystem === "1904" ? 1904 : 1900;
  const sheets = book.sheets.map((sheet): Sheet => {
    const unstored = new Set<string>();
    const formats = new Formats();
    for (const [at, cell] of sheet.cells ?? []) {
      if (
        cell.formula !== undefined &&
        (cell.formulaResult ?? undefined) === undefined &&
        cell.value === null
      )
        unstored.add(at);
      formats.add(Number(at.split(",")[1]), cell.value, cell.style?.numFmt);
    }
    return {
      name: sheet.name,
      hidden: sheet.hidden === true || sheet.veryHidden === true,
      rows: settled(sheet.rows, counted, formats.padded()),
      merges: sheet.merges ?? [],
      unstored,
      percent: formats.percent(),
      padded: formats.padded(),
    };
  });
  const remarks = [
    ...(bytes.includes("xl/vbaProject.bin") ? ["The workbook holds macros; they were not run."] : []),
    ...(book.dateSystem === "1904" ? ["Its dates are counted from 1904."] : []),
  ];
  return {format: "xlsx", sheets, remarks};
}

async function bySheetJs(
  bytes: Buffer,
  path: string,
  only: readonly string[] | undefined,
): Promise<Workbook> {
  const {read, utils} = await import("@e965/xlsx");
  let book: ReturnType<typeof read>;
  try {
    book = read(bytes, {
      bookVBA: true,
      cellDates: true,
      UTC: true,
      cellNF: true,
      dense: true,
      ...(only && {sheets: [...only]}),
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/password|encrypt/i.test(message)) throw locked(path);
    throw new TabletalkError(
      "bad_file",
      `${path} cannot be read as a workbook: ${message}.`,
      "Open it in a spreadsheet program and save it again as XLSX or CSV.",
    );
  }
  const counted = book.Workbook?.WBProps?.date1904 ? 1904 : 1900;
  const sheets = book.SheetNames.flatMap((name, index): Sheet[] => {
    const sheet = book.Sheets[name];
    if (!sheet?.["!ref"]) return [];
    const raw = utils.sheet_to_json<unknown[]>(sheet, {
      header: 1,
      raw: true,
      defval: null,
      blankrows: true,
      UTC: true,
    });
    const {s: start} = utils.decode_range(sheet["!ref"]);
    const merges = (sheet["!merges"] ?? []).map(
      (merge): Merge => ({
        startRow: merge.s.r - start.r,
        startCol: merge.s.c - start.c,
        endRow: merge.e.r - start.r,
        endCol: merge.e.c - start.c,
      }),
    );
    const unstored = new Set<string>();
    const formats = new Formats();
    const dense =
      (sheet as {"!data"?: ({f?: string; v?: unknown; z?: unknown} | undefined)[][]})["!data"] ?? [];
    for (const [row, cells] of dense.entries())
      for (const [column, cell] of (cells ?? []).entries()) {
        if (!cell) continue;
        if (cell.f !== undefined && cell.v === undefined)
          unstored.add(`${row - start.r},${column - start.c}`);
        formats.add(column - start.c, cell.v, cell.z);
      }
    return [
      {
        name,
        hidden: (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) > 0,
        rows: settled(raw, counted, formats.padded()),
        merges,
        unstored,
        percent: formats.percent(),
        padded: formats.padded(),
      },
    ];
  });
  const old = bytes[0] === 0xd0;
  return {
    format: old ? "xls" : bytes.includes("xl/workbook.bin") ? "xlsb" : "ods",
    sheets,
    remarks: [
      ...(book.vbaraw ? ["The workbook holds macros; they were not run."] : []),
      ...(counted === 1904 ? ["Its dates are counted from 1904."] : []),
    ],
  };
}

/** Cells as their sheet shows them: times and durations as HH:MM:SS, numbers with the zeros of their format. */
function settled(
  rows: readonly (readonly unknown[])[],
  counted: 1900 | 1904,
  padded: ReadonlyMap<number, number>,
): unknown[][] {
  return rows.map((row) => {
    let own: unknown[] | undefined;
    for (let at = 0; at < row.length; at++) {
      const cell = row[at];
      const text =
        cell instanceof Date
          ? durationText(cell, counted)
          : padded.size > 0 && typeof cell === "number" && Number.isInteger(cell) && padded.has(at)
            ? String(cell).padStart(padded.get(at)!, "0")
            : undefined;
      if (text === undefined) continue;
      own ??= [...row];
      own[at] = text;
    }
    return own ?? (row as unknown[]);
  });
}

/** Sums up what the zip says of its members' sizes. */
async function checkUnpacked(path: string): Promise<void> {
  const {fromFd} = await import("yauzl");
  const file = await open(path);
  try {
    await new Promise<void>((resolve, reject) => {
      fromFd(file.fd, {lazyEntries: true, autoClose: false}, (error, zip) => {
        if (error || !zip) return reject(cut(path));
        let unpacked = 0;
        zip.on("entry", (entry: {uncompressedSize: number}) => {
          unpacked += entry.uncompressedSize;
          if (unpacked > MOST_UNPACKED)
            return reject(
              new TabletalkError(
                "bad_file",
                `${path} unpacks to more than ${MOST_UNPACKED / 1e9} GB.`,
                "Save the sheet as CSV and import that.",
              ),
            );
          zip.readEntry();
        });
        zip.on("end", () => resolve());
        zip.on("error", () => reject(cut(path)));
        zip.readEntry();
      });
    });
  } finally {
    await file.close();
  }
}
