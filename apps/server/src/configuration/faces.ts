/** The faces of the service: each is its own listener. All but `radius` speak HTTP and have their own origin. */
export const faceNames = ["gate", "token", "api", "console", "ops", "radius"] as const;

export type FaceName = (typeof faceNames)[number];

/** Faces that are HTTP listeners, built with make-app.ts. */
export type HttpFaceName = Exclude<FaceName, "radius">;

/** What `warifu serve` starts unless told otherwise. RADIUS opens a UDP port, which nobody should find open by surprise. */
export const standardFaceNames: readonly HttpFaceName[] = ["gate", "token", "api", "console", "ops"];

/** Faces that people open in a browser: they have an origin, cookies and a policy against foreign requests. */
export type BrowserFaceName = "gate" | "token" | "console";

export const browserFaceNames: readonly BrowserFaceName[] = ["gate", "token", "console"];
