import {writeFileSync} from "node:fs";
import {join} from "node:path";
import type {Page} from "puppeteer-core";
import {type PageBrowser, pageBrowser} from "../../channels/http/page/page_browser.ts";
import {type Pcm, RATE} from "../speech.ts";

/** Chromium whose microphone gives a sound, over and over, and is allowed without a question. */
export async function hearingBrowser(folder: string, sound: Pcm): Promise<PageBrowser> {
  const file = join(folder, "microphone.wav");
  writeFileSync(file, wav(sound));
  return pageBrowser([
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-audio-capture=${file}`,
    "--use-fake-ui-for-media-stream",
  ]);
}

/** Signs in where the page of a call asks for it. */
export async function signInToCall(page: Page, email: string, password: string): Promise<void> {
  await page.locator('input[name="email"]').fill(email);
  await page.locator('input[name="password"]').fill(password);
  await page.locator("form button[type=submit]").click();
  await page.waitForSelector(".door");
}

/** Presses a button by what stands on it. */
export async function pressButton(page: Page, label: string): Promise<void> {
  await page.locator(`button ::-p-text(${label})`).click();
}

/** Waits until a state is shown. */
export async function stateOf(page: Page, state: string, ms = 30_000): Promise<void> {
  await page.waitForSelector(`.call[data-state="${state}"]`, {timeout: ms});
}

/** How loud what the page plays is at most, within a second: 0 to 1. */
export async function loudness(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const sounds = [...document.querySelectorAll("audio")];
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    for (const {srcObject} of sounds)
      context.createMediaStreamSource(srcObject as MediaStream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let loudest = 0;
    for (let times = 0; times < 20; times++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      analyser.getFloatTimeDomainData(samples);
      for (const one of samples) loudest = Math.max(loudest, Math.abs(one));
    }
    await context.close();
    return loudest;
  });
}

/** Lines of captions as they stand there: "You: sales by region". */
export async function captionsOf(page: Page): Promise<string[]> {
  return page.$$eval(".captions li", (all) =>
    all.map((one) => `${one.querySelector("b")?.textContent}: ${one.querySelector("span")?.textContent}`),
  );
}

function wav(sound: Pcm): Buffer {
  const head = Buffer.alloc(44);
  const bytes = sound.length * 2;
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + bytes, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write("data", 36);
  head.writeUInt32LE(bytes, 40);
  return Buffer.concat([head, Buffer.from(sound.buffer, sound.byteOffset, bytes)]);
}
