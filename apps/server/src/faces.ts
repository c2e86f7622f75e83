/** The faces of the service: each is its own listener with its own origin. */
export const faceNames = ["gate", "token", "api", "console", "ops"] as const;

export type FaceName = (typeof faceNames)[number];

/** Faces that people open in a browser: they have an origin, cookies and a policy against foreign requests. */
export type BrowserFaceName = "gate" | "token" | "console";

export const browserFaceNames: readonly BrowserFaceName[] = ["gate", "token", "console"];
