import process from "node:process";

// Loaded into every lasting child before its own program. A demo that was killed outright leaves no orphan: the channel closes,
// and the child stops as if it had been told to.
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
// The channel alone must not keep a child alive that has nothing left to do.
process.channel?.unref();
