import type { Mutant } from "./mutant.ts";

const findStep = { file: "packages/otp/src/find-step.ts", tests: ["packages/otp/src/find-step.test.ts"] };

/** Of the arithmetic: which step a code belongs to, and what is a code. */
export const arithmeticMutants: readonly Mutant[] = [
  {
    ...findStep,
    name: "a used step counts as fresh",
    find: 'step > lastStep ? "fresh" : "used"',
    replace: '"fresh"',
    short: true,
  },
  {
    ...findStep,
    name: "the last used step itself counts as fresh",
    find: 'step > lastStep ? "fresh"',
    replace: 'step >= lastStep ? "fresh"',
  },
  {
    ...findStep,
    name: "the oldest of equal codes wins",
    find: "let step = centre + futureSteps; step >= Math.max(0, centre - pastSteps); step--",
    replace: "let step = Math.max(0, centre - pastSteps); step <= centre + futureSteps; step++",
  },
  {
    ...findStep,
    name: "the window has no end in the future",
    find: "let step = centre + futureSteps;",
    replace: "let step = centre + futureSteps + 1;",
  },
  {
    ...findStep,
    name: "whatever reads like the number of a code matches it",
    find: "isOtp(code, digits) ? Number(code) : noCode",
    replace: "Number(code)",
  },
  {
    name: "whatever reads like digits is a code",
    file: "packages/otp/src/codes.ts",
    find: 'return typeof text === "string" && text.length === digits && /^[0-9]+$/.test(text);',
    replace: "return new RegExp(`^\\\\d{${digits}}$`).test(text as string);",
    tests: ["packages/otp/src/codes.test.ts"],
    short: true,
  },
  {
    name: "re-synchronising asks for the second code only",
    file: "packages/otp/src/find-step-pair.ts",
    find: "codeOf(step) === first && ",
    replace: "",
    tests: ["packages/otp/src/find-step-pair.test.ts"],
    short: true,
  },
];
