import { runWindow } from "./load/window.ts";
import type { WindowOrder } from "./load/window.ts";

// The load generator: a process of its own, so that it shares no event loop with what it measures. Windows come over IPC one
// at a time; state (which code was used when) stays here.
process.on("message", (order: WindowOrder) => {
  runWindow(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) =>
      process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.on("disconnect", () => process.exit(0));
