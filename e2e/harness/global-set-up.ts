import type { TestProject } from "vitest/node";
import { launchBrowser } from "./browser.ts";
import { startDemo, type DemoCredentials } from "./start-demo.ts";

declare module "vitest" {
  interface ProvidedContext {
    browserEndpoint: string;
    credentials: DemoCredentials;
    demoFolder: string;
    clockFile: string;
  }
}

/** One demo and one browser for all journeys; every journey brings its own customers and its own browser contexts. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
  project.provide("browserEndpoint", browser.wsEndpoint());
  project.provide("credentials", demo.credentials);
  project.provide("demoFolder", demo.folder);
  project.provide("clockFile", demo.clockFile);
  return async () => {
    await browser.close();
    await demo.stop();
  };
}
