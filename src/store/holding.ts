import {type ExpressionBuilder, sql} from "kysely";
import type {StoreSchema} from "./schema.ts";

/** Columns of text that are looked through. */
type Texts = "content" | "plan" | "reading" | "answer" | "summary" | "result" | "input" | "receipt";

/** Whether any of some columns holds any of some texts. */
export function holds<Table extends keyof StoreSchema>(
  columns: readonly Texts[],
  texts: readonly string[],
): (is: ExpressionBuilder<StoreSchema, Table>) => ReturnType<ExpressionBuilder<StoreSchema, Table>["or"]> {
  return (is) =>
    is.or(
      columns.flatMap((column) =>
        texts.map((text) => sql<boolean>`${sql.ref(column)} LIKE ${`%${escaped(text)}%`} ESCAPE '\\'`),
      ),
    );
}

const escaped = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

export function* batches(texts: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < texts.length; at += AT_ONCE) yield texts.slice(at, at + AT_ONCE);
}

/** Parameters of one statement. */
const AT_ONCE = 40;
