import type {Command} from "commander";

/** Makes a command below another, with the flags that all commands have. */
type Make = (parent: Command, name: string, description: string) => Command;

/** Where Tabletalk is installed on chat platforms. */
export function installationCommands(installations: Command, make: Make): void {
  const load = () => import("./installations.ts");
  const platform = (one: Command) => one.option("--platform <name>", "slack or discord");
  platform(make(installations, "list", "where, and which workspace each is"))
    .option("--json", "print them as JSON")
    .action(async (flags) => (await load()).listInstallations(flags));
  platform(
    make(installations, "move <id>", "put one into another workspace: its people ask about that one's data"),
  )
    .option("--workspace <name>", "which")
    .option("--yes", "do it; without, it says what comes of it")
    .action(async (id, flags) => (await load()).moveInstallation(id, flags));
  platform(make(installations, "remove <id>", "forget one, with its workspace where it has one of its own"))
    .option("--yes", "do it; without, it says what comes of it")
    .action(async (id, flags) => (await load()).removeInstalled(id, flags));
}
