import postgres from "postgres";

/** Where a served state lies: `store` is the setting of it, undefined for the file in the home. */
export interface State {
  store: string | undefined;
  drop(): Promise<void>;
}

/** A schema of its own on the server that `npm run test:postgres` gives, else a file. */
export async function newState(given = process.env.TABLETALK_TEST_POSTGRES_STORE): Promise<State> {
  if (!given) return {store: undefined, drop: async () => {}};
  const schema = `http_${process.pid}_${Date.now()}_${Math.floor(Math.random() * 1e6)}`;
  const admin = postgres(given, {max: 1, onnotice: () => {}});
  await admin.unsafe(`CREATE SCHEMA ${schema}`);
  const url = new URL(given);
  url.searchParams.set("options", `-c search_path=${schema},public`);
  return {
    store: url.href,
    async drop() {
      await admin.unsafe(`DROP SCHEMA ${schema} CASCADE`);
      await admin.unsafe(`DROP SCHEMA IF EXISTS ${`${schema}_jobs`.slice(0, 50)} CASCADE`);
      await admin.end();
    },
  };
}
