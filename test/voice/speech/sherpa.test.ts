import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, onTestFinished, test} from "vitest";
import {sherpaListener, sherpaSpeaker} from "../../../src/voice/speech/sherpa/sherpa.ts";
import {SALES} from "./contract.ts";

async function folder(files: Record<string, string>): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "tabletalk-sherpa-"));
  onTestFinished(() => rm(made, {recursive: true}));
  for (const [name, text] of Object.entries(files)) await writeFile(join(made, name), text);
  return made;
}

const listening = (environment: NodeJS.ProcessEnv) =>
  sherpaListener.open({vocabulary: SALES, language: "en", environment});

test("without a folder it says which setting, and where models are", async () => {
  await expect(listening({})).rejects.toMatchObject({
    code: "bad_use",
    message: expect.stringContaining("TABLETALK_SHERPA_LISTEN_MODEL"),
    next: expect.stringContaining("https://github.com/k2-fsa/sherpa-onnx/releases"),
  });
  await expect(sherpaSpeaker.open({environment: {}})).rejects.toMatchObject({
    message: expect.stringContaining("TABLETALK_SHERPA_SPEAK_MODEL"),
  });
});

test("a folder that is not there, and one that lacks parts, are told apart", async () => {
  await expect(listening({TABLETALK_SHERPA_LISTEN_MODEL: "/nowhere/at/all"})).rejects.toMatchObject({
    message: expect.stringContaining("cannot be read (ENOENT)"),
  });
  const half = await folder({"encoder-epoch-99.int8.onnx": "", "tokens.txt": ""});
  await expect(listening({TABLETALK_SHERPA_LISTEN_MODEL: half})).rejects.toMatchObject({
    message: expect.stringContaining("has no decoder*.onnx, no joiner*.onnx"),
  });
  await expect(sherpaSpeaker.open({environment: {TABLETALK_SHERPA_MODEL: half}})).rejects.toMatchObject({
    message: expect.stringContaining("has no espeak-ng-data"),
  });
});

test("files that are no models end sherpa's process, and not this one", async () => {
  const wrong = await folder({
    "encoder.onnx": "no model",
    "decoder.onnx": "no model",
    "joiner.onnx": "no model",
    "tokens.txt": "a 0\n",
    "lexicon.txt": "",
  });
  for (const open of [
    () => listening({TABLETALK_SHERPA_MODEL: wrong}),
    () => sherpaSpeaker.open({environment: {TABLETALK_SHERPA_MODEL: wrong}}),
  ])
    await expect(open()).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/^Sherpa stopped/),
      next: expect.stringContaining("TABLETALK_LISTEN"),
    });
});
