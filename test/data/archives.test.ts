import {readdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {gzipSync, zstdCompressSync} from "node:zlib";
import {write} from "hucre";
import {expect, test} from "vitest";
import yazl from "yazl";
import {failure, workplace} from "./workplace.ts";

const {engine, file, folder, store} = workplace();

type Content = Record<string, string | Buffer>;

async function zip(members: Content, options: {mode?: number} = {}): Promise<Buffer> {
  const made = new yazl.ZipFile();
  for (const [name, content] of Object.entries(members)) made.addBuffer(Buffer.from(content), name, options);
  made.end();
  const chunks: Buffer[] = [];
  for await (const chunk of made.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** A tar as other programs write it: one block of header and the content in blocks of 512 bytes. */
function tar(members: Content, type = "0"): Buffer {
  const blocks = Object.entries(members).flatMap(([name, content]) => {
    const bytes = Buffer.from(content);
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write("0000644\0", 100);
    header.write(`${bytes.length.toString(8).padStart(11, "0")}\0`, 124);
    header.write("        ", 148);
    header.write(type, 156);
    header.write("ustar\u000000", 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

const ORDERS = "id,city,amount\n1,Oslo,10.5\n2,Rome,20\n";
const STAFF = "name;hired\nAnn;2024-01-31\nBo;2024-02-01\n";

const messages = (dataset: {version: {receipt: {entries: {message: string}[]}}}): string =>
  dataset.version.receipt.entries.map((entry) => entry.message).join("\n");

test.each<[string, Buffer]>([
  ["orders.csv.gz", gzipSync(ORDERS)],
  ["orders.csv.zst", zstdCompressSync(ORDERS)],
  ["orders.tgz", gzipSync(tar({"orders.csv": ORDERS}))],
  ["orders.tar", tar({"./data/orders.csv": ORDERS})],
  ["orders.zip", await zip({"orders.csv": ORDERS})],
])("%s is read as what it holds", async (name, bytes) => {
  const [dataset, ...others] = await engine.importFile(file(name, bytes));
  expect(others).toEqual([]);
  expect(dataset).toMatchObject({name: "orders", version: {rows: 2}});
  expect(dataset!.version.receipt.source.member).toMatch(/orders\.csv$/);
  expect(dataset!.version.columns.map(({type}) => type)).toEqual(["integer", "text", "number"]);
});

test("a zip gives a table a file, named after it; what is no table is named", async () => {
  const book = Buffer.from(
    await write({
      sheets: [
        {name: "A", rows: [["a"], [1]]},
        {name: "B", rows: [["b"], ["x"]]},
      ],
    }),
  );
  const bytes = await zip({
    "data/orders.csv": ORDERS,
    "data/staff.csv": STAFF,
    "book.xlsx": book,
    "list.json": '[{"p": 1, "q": "z"}]',
    "README.md": "# About\nThis, and that.",
    "picture.png": Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"),
    "__MACOSX/data/._orders.csv": "junk",
    ".DS_Store": "junk",
    "cut.parquet": "PAR1 and nothing more",
  });
  const datasets = await engine.importFile(file("bundle.zip", bytes));
  expect(datasets.map(({name}) => name).sort()).toEqual(["book_a", "book_b", "list", "orders", "staff"]);
  const orders = datasets.find(({name}) => name === "orders")!;
  expect(orders.version.receipt.source).toMatchObject({member: "data/orders.csv", format: "csv"});
  const said = messages(datasets[0]!);
  for (const name of ["README.md", "picture.png", "cut.parquet"]) expect(said).toContain(name);
  expect(said).toMatch(/2 files were left out: hidden/);
  const doubts = datasets[0]!.version.receipt.entries.filter((entry) => entry.doubt);
  expect(doubts.map(({message}) => message).join()).toContain("cut.parquet");
  expect(await engine.importFile(join(folder, "bundle.zip"))).toEqual(datasets);
});

test("files with the same columns are one table that says where each row is from; split gives them apart", async () => {
  const month = (rows: string): string => `day,region,amount\n${rows}`;
  const bytes = await zip({
    "sales_2023_10.csv": month("2023-10-01,North,3\n"),
    "sales_2023_01.csv": month("2023-01-01,North,1\n2023-01-02,South,2.5\n"),
    "sales_2023_02.csv": `${month("2023-02-01,North,4\n").replace("amount", "amount,discount").replace(",4", ",4,0.1")}`,
  });
  const path = file("sales.zip", bytes);
  const datasets = await engine.importFile(path);
  expect(datasets.map(({name, version}) => [name, version.rows])).toEqual([["sales", 4]]);
  const [sales] = datasets;
  expect(sales!.version.columns.map(({name, type}) => `${name}:${type}`)).toEqual([
    "day:date",
    "region:text",
    "amount:number",
    "discount:number",
    "source_file:text",
  ]);
  const union = sales!.version.receipt.entries.find((entry) => entry.kind === "union");
  expect(union).toMatchObject({count: 3, reverse: {tables: "split"}});
  expect(sales!.version.receipt.entries.find((entry) => entry.kind === "drift")).toMatchObject({
    column: "discount",
    doubt: true,
  });
  const session = await engine.open(datasets);
  expect(
    (await session.query("SELECT source_file, sum(amount) FROM sales GROUP BY 1 ORDER BY 1")).rows,
  ).toEqual([
    ["sales_2023_01.csv", 3.5],
    ["sales_2023_02.csv", 4],
    ["sales_2023_10.csv", 3],
  ]);
  const apart = await engine.importFile(path, {choices: {tables: "split"}});
  expect(apart.map(({name}) => name)).toEqual(["sales_2023_01", "sales_2023_02", "sales_2023_10"]);
  const chosen = await engine.importFile(path, {choices: {only: ["sales_2023_10.csv"]}});
  expect(chosen.map(({name, version}) => [name, version.rows])).toEqual([["sales_2023_10", 1]]);
});

test("tables that share only a few columns stay apart", async () => {
  const bytes = await zip({"people.csv": "id,name\n1,Ann\n", "products.csv": "id,name\n7,Chair\n"});
  const datasets = await engine.importFile(file("shop.zip", bytes));
  expect(datasets.map(({name}) => name)).toEqual(["people", "products"]);
});

test("archives in archives are opened, up to a depth", async () => {
  const inner = await zip({"deep.csv": ORDERS});
  const datasets = await engine.importFile(
    file("outer.zip", await zip({"a/inner.zip": inner, "b.csv.gz": gzipSync(STAFF)})),
  );
  expect(datasets.map(({name, version}) => [name, version.receipt.source.member])).toEqual([
    ["deep", "a/inner.zip/deep.csv"],
    ["b", "b.csv"],
  ]);
  let nested = inner;
  for (let depth = 0; depth < 4; depth++) nested = await zip({"more.zip": nested});
  expect((await failure(engine.importFile(file("russian.zip", nested)))).message).toMatch(/archives deep/);
});

test("bombs are stopped: too much from too little, too many files", async () => {
  const zeros = Buffer.alloc(130 * 2 ** 20, "0,0\n");
  const bomb = await failure(engine.importFile(file("bomb.zip", await zip({"zeros.csv": zeros}))));
  expect(bomb).toMatchObject({code: "bad_file", message: expect.stringMatching(/200 times/)});
  const packed = await failure(engine.importFile(file("bomb.csv.gz", gzipSync(zeros))));
  expect(packed.message).toMatch(/200 times/);
  const many = Object.fromEntries(Array.from({length: 1001}, (_, at) => [`f${at}.csv`, "a\n1\n"]));
  expect((await failure(engine.importFile(file("many.zip", await zip(many))))).message).toMatch(
    /1,000 files/,
  );
  expect(readdirSync(store).filter((name) => name.startsWith("import-"))).toEqual([]);
});

test("paths out of the archive and links are not followed", async () => {
  const plain = await zip({"aa/evil.csv": ORDERS, "good.csv": STAFF});
  const slip = Buffer.from(plain.toString("latin1").replaceAll("aa/evil.csv", "../evil.csv"), "latin1");
  const [good, ...others] = await engine.importFile(file("slip.zip", slip));
  expect(others).toEqual([]);
  expect(good!.name).toBe("good");
  expect(messages(good!)).toMatch(/evil\.csv was left out: its path leads out/);
  expect(readdirSync(folder)).not.toContain("evil.csv");
  const link = await zip({"link.csv": "/etc/passwd"}, {mode: 0o120777});
  expect((await failure(engine.importFile(file("link.zip", link)))).message).toMatch(/link/);
  const linked = await failure(engine.importFile(file("link.tar", tar({"link.csv": ""}, "2"))));
  expect(linked.message).toMatch(/link/);
});

test.each<[string, Buffer, RegExp]>([
  ["cut.zip", (await zip({"orders.csv": ORDERS})).subarray(0, 60), /not a whole zip/],
  ["cut.csv.gz", gzipSync(ORDERS.repeat(1000)).subarray(0, 100), /cut off/],
  ["cut.csv.zst", zstdCompressSync(Buffer.from(ORDERS.repeat(1000))).subarray(0, 40), /cut off|damaged/],
  ["cut.tar", tar({"orders.csv": ORDERS.repeat(100)}).subarray(0, 1024), /not a whole tar/],
  ["empty.zip", await zip({}), /no table/],
  ["only.zip", await zip({"readme.txt": "nothing here"}), /no table/],
  ["packed.csv.bz2", Buffer.from("BZh91AY&SY packed"), /bzip2/],
  ["packed.csv.xz", Buffer.from("fd377a585a00000000", "hex"), /xz/],
  ["packed.7z", Buffer.from("377abcaf271c0000", "hex"), /7z/],
])("%s is refused with what to do", async (name, bytes, message) => {
  const error = await failure(engine.importFile(file(name, bytes)));
  expect(error.code).toBe("bad_file");
  expect(error.message).toMatch(message);
});

test("a member that is damaged, or needs a password, is named; the others are read", async () => {
  const whole = await zip({"bad.csv": ORDERS.repeat(50), "good.csv": STAFF});
  const at = whole.indexOf("bad.csv") + 7 + 40;
  const damaged = Buffer.from(whole);
  damaged[at] = damaged[at]! ^ 0xff;
  const [good] = await engine.importFile(file("damaged.zip", damaged));
  expect(good!.name).toBe("good");
  expect(messages(good!)).toMatch(/bad\.csv was left out: it is damaged/);
  const locked = Buffer.from(await zip({"secret.csv": ORDERS}));
  for (const mark of ["PK\x03\x04", "PK\x01\x02"]) {
    const flags = locked.indexOf(mark, 0, "latin1") + (mark.endsWith("\x04") ? 6 : 8);
    locked[flags] = locked[flags]! | 1;
  }
  expect((await failure(engine.importFile(file("locked.zip", locked)))).message).toMatch(/password/);
});

test("a text that begins with PK is no zip", async () => {
  const [dataset] = await engine.importFile(file("pk.csv", "PK,name\n1,x\n2,y\n"));
  expect(dataset!.version.columns.map(({name}) => name)).toEqual(["PK", "name"]);
});

test("an import that is stopped leaves nothing behind", async () => {
  const rows = Array.from({length: 400_000}, (_, at) => `${at},city${at % 50},${at * 1.5}`).join("\n");
  const path = file("long.csv.gz", gzipSync(`id,city,amount\n${rows}`, {level: 1}));
  const stop = new AbortController();
  const work = engine.importFile(path, {signal: stop.signal});
  setTimeout(() => stop.abort(), 50);
  expect((await failure(work)).code).toBe("aborted");
  expect(readdirSync(store).filter((name) => /^import-/.test(name))).toEqual([]);
  writeFileSync(join(folder, "after.csv"), ORDERS);
  expect(await engine.importFile(join(folder, "after.csv"))).toHaveLength(1);
});
