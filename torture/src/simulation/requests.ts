import { presence } from "@warifu/otp";
import {
  allowIssuance,
  apply,
  approve,
  askApproval,
  cancel,
  commandHash,
  commandText,
  confirm,
  expire,
  expireApproval,
  finishActivation,
  importToken,
  issue,
  noProfile,
  receipt,
  refuseApproval,
  resendMail,
  resync,
  skipIssuance,
  startActivation,
  tellStatus,
  undoWrongClock,
  verify,
  withdrawApproval,
} from "@warifu/rules";
import type {
  Actor,
  ApprovedCommand,
  Context,
  CustomerState,
  Decision,
  Purpose,
  Result,
  TokenChoice,
  TokenId,
} from "@warifu/rules";
import { parameters } from "./phone.ts";
import type { SimulatedRequest } from "./simulated-request.ts";
import type { World } from "./world.ts";

const institutionId = "ozora";
const bank: Actor = { kind: "institution", id: "ozora-bank", channel: "api" };
const phone: Actor = { kind: "phone", id: null, channel: "app" };
const clockWatch: Actor = { kind: "service", id: null, channel: "job" };
const desk: Actor = { kind: "staff", id: "staff-1", channel: "console" };
const dayMs = 24 * 60 * 60 * 1000;

type Decide = (state: CustomerState, context: Context) => Decision<Result<unknown>>;

/** Makes requests about one customer, each with the real act inside. */
export function requestsOf(world: World, customerId: string) {
  const make = (act: string, actor: Actor, decide: Decide, secrets: readonly string[] = [], userId?: string) => {
    const key = world.name("once");
    const once = { key, fingerprint: `${act} ${customerId} ${key}`, expiresAtMs: world.timeline.nowMs + dayMs };
    const subject = userId === undefined ? { institutionId, customerId } : { institutionId, userId };
    // IDs of a new token are made by the node, once for each request: here by the sender, so there the key must stay.
    const withKey = world.onceKeys || secrets.length === 0 ? once : null;
    const says = `${act} ${customerId}${secrets.length === 0 ? "" : ` ${secrets.join(" ").slice(0, 17)}`}`;
    return { says, act, subject, customerId, once: withKey, actor, secrets, decide } satisfies SimulatedRequest;
  };
  const aboutApproval = (act: string, approvalId: string, staffId: string, decide: Decide): SimulatedRequest => {
    const request = make(act, { kind: "staff", id: staffId, channel: "console" }, decide);
    const subject = { institutionId, customerId, approval: { approvalId, staffIds: [staffId] } };
    return { ...request, says: `${act} ${approvalId} by ${staffId}`, subject };
  };
  return {
    apply: () => {
      const command = { institutionId, customerId, profile: noProfile, afterRevocation: true };
      return make("apply", desk, (state, context) => apply(state, command, context));
    },
    importToken: (key: Uint8Array) => {
      const tokenId = world.name("token") as TokenId;
      const command = { institutionId, customerId, tokenId, key, ...parameters };
      return make("importToken", bank, (state, context) => importToken(state, command, context));
    },
    issue: (tokenId: string, replaceInUse: boolean) => {
      const command = {
        tokenId: tokenId as TokenId,
        userId: `user of ${tokenId}`,
        mobileEmail: "hanakodt@oozora.co.jp",
        registrationRecord: `record of ${tokenId}`,
        locale: "ja",
        replaceInUse,
      } as const;
      return make("issue", bank, (state, context) => issue(state, command, context));
    },
    skip: () => make("skipIssuance", bank, (state, context) => skipIssuance(state, {}, context)),
    resend: () => make("resendMail", bank, (state, context) => resendMail(state, { locale: "ja" }, context)),
    cancel: () => make("cancel", desk, (state, context) => cancel(state, { reason: "wish" }, context)),
    allowIssuance: () =>
      make("allowIssuance", desk, (state, context) => allowIssuance(state, { reason: "desk" }, context)),
    start: (tokenId: string) => {
      const userId = `user of ${tokenId}`;
      return make("start", phone, (state, context) => startActivation(state, { userId }, context), [], userId);
    },
    finish: (tokenId: string, key: Uint8Array) => {
      const command = { tokenId: tokenId as TokenId, registrationRecord: `record of ${tokenId}`, key };
      return make("finish", phone, (state, context) => finishActivation(state, command, context));
    },
    receipt: (tokenId: string, key: Uint8Array) => {
      const command = { userId: `user of ${tokenId}`, proves: (stored: Uint8Array) => equal(stored, key) };
      return make("receipt", phone, (state, context) => receipt(state, command, context), [], command.userId);
    },
    /** The phone asks how its own token stands; it keeps no answer, since it changes nothing. */
    tellStatus: (tokenId: string, key: Uint8Array) => {
      const command = { userId: `user of ${tokenId}`, proves: (stored: Uint8Array) => equal(stored, key) };
      const asks = make(
        "tellStatus",
        phone,
        (state, context) => tellStatus(state, command, context),
        [],
        command.userId,
      );
      return { ...asks, once: null };
    },
    undoWrongClock: () => make("undoWrongClock", clockWatch, (state, context) => undoWrongClock(state, {}, context)),
    confirm: (otp: string) =>
      make("confirm", bank, (state, context) => confirm(state, { otp, codeFor: presence }, context), [otp]),
    verify: (otp: string, purpose: Purpose) => {
      const command = { otp, codeFor: presence, purpose, reference: null };
      return make("verify", bank, (state, context) => verify(state, command, context), [otp]);
    },
    resync: (first: string, second: string) => {
      const otps = [first, second] as const;
      return make("resync", bank, (state, context) => resync(state, { otps, codeFor: presence }, context), otps);
    },
    expire: () => make("expire", desk, (state, context) => expire(state, {}, context)),
    askApproval: (approvalId: string, staffId: string, command: ApprovedCommand, waitsMs: number) =>
      aboutApproval("askApproval", approvalId, staffId, (state, context) =>
        askApproval(state, { approvalId, command, waitsMs }, context),
      ),
    approve: (approvalId: string, staffId: string, command: ApprovedCommand) => {
      const shown = { commandHash: commandHash(commandText(institutionId, customerId, command)) };
      return aboutApproval("approve", approvalId, staffId, (state, context) => approve(state, shown, context));
    },
    refuseApproval: (approvalId: string, staffId: string) =>
      aboutApproval("refuseApproval", approvalId, staffId, (state, context) =>
        refuseApproval(state, { reason: "unclear" }, context),
      ),
    withdrawApproval: (approvalId: string, staffId: string) =>
      aboutApproval("withdrawApproval", approvalId, staffId, (state, context) => withdrawApproval(state, {}, context)),
    expireApproval: (approvalId: string) =>
      aboutApproval("expireApproval", approvalId, "teller-1", (state, context) => expireApproval(state, context)),
    /** Suspend, resume, unlock or revoke every live token. */
    stop: (
      name: string,
      act: (state: CustomerState, choice: TokenChoice, context: Context) => Decision<Result<unknown>>,
    ) => make(name, desk, (state, context) => act(state, { tokenId: null, reason: "desk" }, context)),
  };
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
