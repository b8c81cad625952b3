import {createKaggleClient} from "../../src/kaggle/create_client.ts";

/** A process of its own that downloads: `node download_once.ts HOME ENDPOINT REF`. Prints what it got. */
const [home = "", endpoint = "", ref = ""] = process.argv.slice(2);
const kaggle = createKaggleClient({home, endpoint, credentials: {kind: "none"}});
const {files, version} = await kaggle.download(ref);
console.log(JSON.stringify({files, version}));
