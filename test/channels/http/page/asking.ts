import {readFile} from "node:fs/promises";
import type {ElementHandle, Frame, Page} from "puppeteer-core";

/** Signs in as whoever reads the page. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.locator('input[name="email"]').fill(email);
  await page.locator('input[name="password"]').fill(password);
  await page.locator("form button[type=submit]").click();
  await page.waitForSelector("#question");
}

/** Drops a file onto the conversation, as a hand with a mouse would. @returns what its receipt says */
export async function drop(page: Page, path: string, name: string): Promise<string> {
  const before = await page.$$(".receipt, .import .problem");
  const bytes = (await readFile(path)).toString("base64");
  await page.evaluate(
    (content, called) => {
      const given = new DataTransfer();
      given.items.add(new File([Uint8Array.from(atob(content), (one) => one.charCodeAt(0))], called));
      for (const type of ["dragover", "drop"])
        document
          .querySelector(".scroll")!
          .dispatchEvent(new DragEvent(type, {dataTransfer: given, bubbles: true, cancelable: true}));
    },
    bytes,
    name,
  );
  await page.waitForFunction(
    (count) => document.querySelectorAll(".receipt, .import .problem").length > count,
    {},
    before.length,
  );
  return page.$$eval(".import", (all) => all.at(-1)!.textContent!);
}

/** Asks, and waits for the whole answer. @returns its article */
export async function ask(page: Page, question: string): Promise<ElementHandle<Element>> {
  await page.locator("#question").fill(question);
  await page.keyboard.press("Enter");
  return answered(page, question);
}

/** Waits for the whole answer to a question. */
export async function answered(page: Page, question: string): Promise<ElementHandle<Element>> {
  const found = await page.waitForFunction(
    (asked) =>
      [...document.querySelectorAll(".message")].findLast(
        (one) =>
          one.querySelector("h2")?.textContent === asked && one.querySelector(".answer:not([aria-busy])"),
      ),
    {},
    question,
  );
  return found.asElement() as ElementHandle<Element>;
}

/** The text of something inside an element. */
export async function textOf(inside: ElementHandle<Element>, selector: string): Promise<string> {
  return inside.$eval(selector, (one) => one.textContent ?? "");
}

/** The frame that an answer's chart is drawn in, once it is drawn. */
export async function chartFrame(answer: ElementHandle<Element>): Promise<Frame> {
  const holder = await answer.waitForSelector("iframe");
  const frame = await holder!.contentFrame();
  await frame!.waitForSelector(".main-svg");
  return frame!;
}

/** Presses the button that says something. */
export async function press(inside: ElementHandle<Element>, label: string): Promise<void> {
  await inside.evaluate((one, wanted) => {
    const found = [...one.querySelectorAll("button")].find(({textContent}) => textContent === wanted);
    if (!found) throw new Error(`there is no button ${wanted}`);
    found.click();
  }, label);
}
