import {resolve} from "node:path";
import {expect, test} from "vitest";
import {loadConfig} from "../../../src/config.ts";
import {TabletalkError} from "../../../src/errors.ts";
import {readLocation} from "../../../src/store/files/location.ts";
import {openFileStore} from "../../../src/store/files/open.ts";

test("a folder, or a bucket with where it is", () => {
  expect(readLocation("data/files")).toEqual({kind: "folder", path: resolve("data/files")});
  expect(readLocation("s3://tabletalk")).toEqual({
    kind: "s3",
    bucket: "tabletalk",
    prefix: "",
    region: "us-east-1",
    pathStyle: false,
  });
  expect(readLocation("s3://b.ucket/a/b/?endpoint=http://127.0.0.1:9000&region=eu-central-1")).toEqual({
    kind: "s3",
    bucket: "b.ucket",
    prefix: "a/b",
    endpoint: "http://127.0.0.1:9000",
    region: "eu-central-1",
    pathStyle: true,
  });
  expect(readLocation("s3://bucket?endpoint=https://x.example&pathStyle=false")).toMatchObject({
    pathStyle: false,
  });
});

test.each([
  "",
  "ftp://x/y",
  "https://bucket.example",
  "s3://",
  "s3://Bad_Bucket/x",
  "s3://key:secret@bucket/x",
  "s3://bucket?endpoint=file:///etc",
  "s3://bucket?endpoint=https://key:secret@x.example",
  "s3://bucket?regoin=eu",
  "s3://bucket?pathStyle=perhaps",
])("“%s” is refused, and no secret of it is said", (text) => {
  const thrown = (() => {
    try {
      return readLocation(text);
    } catch (error) {
      return error;
    }
  })();
  expect(thrown).toBeInstanceOf(TabletalkError);
  expect((thrown as TabletalkError).code).toBe("bad_use");
  expect((thrown as TabletalkError).message).not.toContain("secret");
});

test("the settings name the place: by default a folder in the home", async () => {
  await using store = await openFileStore(loadConfig({home: "/nowhere/home"}, {}));
  expect(store.place).toBe(resolve("/nowhere/home/files"));
  const config = loadConfig({home: "/nowhere/home"}, {TABLETALK_FILES: "s3://bucket/here"});
  const key = {AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "key"};
  await using remote = await openFileStore(config, key);
  expect([remote.kind, remote.place]).toEqual(["s3", "s3://bucket/here"]);
  await expect(openFileStore(config, {})).rejects.toThrow(/no key/);
});
