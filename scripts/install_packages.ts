import {spawnSync} from "node:child_process";
import {existsSync} from "node:fs";
import {delimiter, join} from "node:path";

/** Installs packages of Debian or Ubuntu; elsewhere, or without the right to, nothing happens. */
export function installPackages(names: readonly string[]): void {
  const apt = (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, "apt-get")));
  if (names.length === 0 || !apt || process.getuid?.() !== 0) return;
  const env = {...process.env, DEBIAN_FRONTEND: "noninteractive"};
  console.log(`Installing ${names.join(" and ")} ...`);
  spawnSync("apt-get", ["update", "-qq"], {env, stdio: "ignore", timeout: 120_000});
  for (const name of names)
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", name], {
      env,
      stdio: "ignore",
      timeout: 300_000,
    });
}
