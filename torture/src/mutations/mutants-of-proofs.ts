import type { Mutant } from "./mutant.ts";

const openid = "apps/server/src/faces/gate/openid";
const tests = [`${openid}/proof-outlives-nothing.test.ts`];
const provider = { file: `${openid}/make-provider.ts`, tests };
const proofs = { file: `${openid}/proofs.ts`, tests };

/** Of what stands between an accepted code and the bank's ID token (I14). */
export const proofMutants: readonly Mutant[] = [
  {
    ...provider,
    name: "a proof is not looked at again when the bank's code is handed out",
    find: "return (await isStillProvedOnReturn(service, ctx)) ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT;",
    replace: "return Check.NO_NEED_TO_PROMPT;",
  },
  {
    ...provider,
    name: "a proof is not looked at again when the bank exchanges its code",
    find: "if (!(await isStillProvedAtExchange(service, accountId, grantId))) return undefined;",
    replace: "",
  },
  {
    ...proofs,
    name: "a proof is good for two minutes",
    find: "export const proofMs = 60_000;",
    replace: "export const proofMs = 120_000;",
  },
  {
    ...proofs,
    name: "a proof by one token counts for another",
    find: 'return due.kind === "otp" && due.token.tokenId === proved.tokenId;',
    replace: 'return due.kind === "otp";',
  },
];
