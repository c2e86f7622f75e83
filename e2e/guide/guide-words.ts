/** Everything the guide says. `**x**` is strong; an instruction's number stands in the picture beside it too. */
export interface GuideWords {
  readonly title: string;
  readonly kind: string;
  readonly edition: string;
  readonly lead: string;
  readonly stepLabel: (number: number) => string;
  readonly continued: (number: number) => string;
  readonly onPc: string;
  readonly onPhone: string;
  readonly sample: string;
  readonly overview: {
    readonly title: string;
    readonly steps: readonly { readonly name: string; readonly where: "pc" | "phone" | "both" }[];
  };
  readonly before: { readonly title: string; readonly text: readonly string[] };
  readonly ready: { readonly title: string; readonly items: readonly string[] };
  readonly filter: { readonly title: string; readonly text: string; readonly url: string };
  readonly never: { readonly title: string; readonly text: string };
  readonly steps: readonly StepWords[];
  readonly mail: { readonly from: string; readonly to: string; readonly caption: string };
  readonly captions: {
    readonly issueAddress: string;
    readonly issuePassword: string;
    readonly ids: string;
    readonly first: string;
    readonly installIphone: string;
    readonly installAndroid: string;
    readonly setUp: string;
    readonly setUpDone: string;
    readonly code: string;
    readonly confirm: string;
    readonly done: string;
    readonly prompt: string;
  };
  readonly later: {
    readonly title: string;
    readonly when: { readonly title: string; readonly text: readonly string[] };
    readonly change: { readonly title: string; readonly text: readonly string[] };
    readonly lost: { readonly title: string; readonly text: readonly string[] };
  };
  readonly troubles: {
    readonly title: string;
    readonly rows: readonly { readonly what: string; readonly way: string }[];
  };
  readonly call: { readonly title: string; readonly text: string };
}

export interface StepWords {
  readonly title: string;
  readonly where: "pc" | "phone" | "both";
  readonly lead: string;
  readonly items: readonly string[];
  readonly notes: readonly string[];
}
