/** What somebody reads who asks for help. */
export function helpText(readsContent: boolean): string {
  const goOn = readsContent ? "just write there to go on." : "mention me there to go on.";
  return [
    "**Ask me about data, in plain words.** Every number comes with how it was computed.",
    "- `/ask` takes a question, and a file or the name of a dataset. `public: False` shows the answer to you alone.",
    `- Mention me in a channel: I answer in a thread; ${goOn}`,
    "- Write to me in a direct message, or send me a file: CSV, TSV, Excel, JSON, Parquet, or a zip of these.",
    "- On a message with a file: Apps, then **Analyse**.",
    "- `/chart` draws the last answer another way; `/datasets` lists what you can ask about.",
    "- `/schedule` posts an answer by itself, every Monday at 9; say *tell me when ...* for alerts.",
    "- `/call` begins a call with me, where it is set up: ask aloud, and the answers come here too.",
    "- Under an answer: **How** it was computed, the **Rows** behind it, **Fix** what I understood.",
    "-# A file in a channel can be asked about there by everybody who writes there. What you send me directly stays yours.",
  ].join("\n");
}
