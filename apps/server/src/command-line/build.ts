import type { LocalCommand } from "../commands/command.ts";

export const buildCommand: LocalCommand = {
  kind: "local",
  name: "build",
  summary: "builds what browsers load: the token app and the screens' modules",
  help: `
  Done once for each version, where the development packages are installed. What is up to date stays; serve only looks whether it is.`,
  options: {},
  async run() {
    const { buildBrowserModules } = await import("../browser-modules/build.ts");
    const built = await buildBrowserModules();
    const text = built.length === 0 ? "What browsers load is up to date." : `Built: ${built.join(", ")}.`;
    return { text, json: { built } };
  },
};
