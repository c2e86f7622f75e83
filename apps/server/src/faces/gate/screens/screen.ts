import type { Html } from "@warifu/pages";

/** One gate screen without what surrounds all of them. */
export interface Screen {
  /** `G-110`: shown at the bottom right, so that phone support can ask for it. */
  readonly screenId: string;
  readonly title: string;
  readonly body: Html;
  /** Where the customer stands in the three parts of the set-up: 手順1, 手順2 to 4 on the phone, 手順5; absent elsewhere. */
  readonly step?: 1 | 2 | 3 | "finished";
  /** Modules of faces/gate/browser that the page uses. */
  readonly scripts?: readonly ("issue" | "confirm" | "otp" | "done" | "paused" | "visit")[];
  /** Where the page shows another part by itself, the one to show from then on. */
  readonly laterStep?: 2 | 3;
  /** Not part of a visit that could end: no warning before the end. */
  readonly timeless?: boolean;
  /** OPAQUE runs on this page, in WebAssembly. */
  readonly wasm?: boolean;
  /** Something has to be corrected; the window's title says so first. */
  readonly hasErrors?: boolean;
}
