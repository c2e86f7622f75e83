/**
 * How the token of an open G-120 fares. "inUse": confirmed on another page. "over": run out or stopped, which the page says once
 * it is reloaded.
 */
export type Stage = "waiting" | "activated" | "usedUp" | "replaced" | "inUse" | "over";
