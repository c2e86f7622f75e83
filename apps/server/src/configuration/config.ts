import type { BrowserFaceName, FaceName } from "./faces.ts";

/** What `warifu serve` was told by its environment, checked. Made by read-config.ts only (and by tests). */
export interface Config {
  /** `memory:`, `sqlite:PATH` or `postgres://…` */
  readonly database: string;
  readonly keyRingFile: string;
  /** production, or training: the console shows the ribbon 練習環境. */
  readonly environment: "production" | "training";
  /** Where the HTTP faces listen, all but `ops`. */
  readonly host: string;
  /** Where the operator's face listens. It has no log-in, so opening the others never opens it. */
  readonly opsHost: string;
  /** Where the RADIUS face listens: its clients are other machines, even where a proxy on this one stands before the HTTP faces. */
  readonly radiusHost: string;
  readonly ports: Readonly<Record<FaceName, number>>;
  /** Without a slash at the end. https, or http on a loopback host. The only source of links. */
  readonly origins: Readonly<Record<BrowserFaceName | "api", string>>;
  readonly mail: {
    readonly smtpUrl: string;
    /** The address alone: its domain is the one that customers are told to allow. */
    readonly from: string;
    /** Domain of `from`. */
    readonly senderDomain: string;
  };
  readonly logLevel: "fatal" | "error" | "warn" | "info" | "debug" | "silent";
  /** Addresses or CIDR ranges whose X-Forwarded-For is believed. Empty: nobody's. */
  readonly trustedProxies: readonly string[];
  /** After SIGTERM: how long everything is still answered while /readyz says no, so that whoever sends requests goes elsewhere. */
  readonly stopWaitMs: number;
}
