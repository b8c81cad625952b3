/** A process of its own that writes turns: `node write_turns.ts FILE WRITER COUNT`. Prints each question once it is kept. */
import {acceptMessage, conversationFor} from "../../src/store/conversations.ts";
import {openSqliteStore} from "../../src/store/sqlite/open.ts";
import {saveTurn} from "../../src/store/turns.ts";

const [path, writer, count] = process.argv.slice(2) as [string, string, string];
await using store = await openSqliteStore(path);
const key = {platform: "terminal", installation: "here", conversation: "shared"};
const conversation = await conversationFor(store, "w", key);
for (let index = 0; index < Number(count); index++) {
  // Every writer delivers the same messages: only one of them may be the first.
  const isNew = await acceptMessage(store, "w", {
    ...key,
    messageId: `m${index}`,
    actor: writer,
    text: "hello",
    files: [],
  });
  const question = `${writer}-${index}`;
  await saveTurn(store, "w", {conversation, question, state: "answered", answer: {isNew}}, [
    {step: "s1", kind: "table", title: question, digest: "d", content: {rows: [[index]]}},
  ]);
  process.stdout.write(`${question} ${isNew}\n`);
}
