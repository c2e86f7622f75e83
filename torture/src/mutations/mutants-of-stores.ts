import type { Mutant } from "./mutant.ts";

const storage = "packages/storage/src";
const checkDecision = { file: `${storage}/deciding/check-decision.ts`, tests: [`${storage}/memory`] };
const memoryActs = { file: `${storage}/memory/acts.ts`, tests: [`${storage}/memory`] };
const schema = { tests: [`${storage}/sqlite/failing-disk.test.ts`] };
const firstSchema = { ...schema, file: `${storage}/sqlite/migrations/0001-first.sql` };
const tokenSchema = { ...schema, file: `${storage}/sqlite/migrations/0006-token-state.sql` };

/** Of the stores: the last guard before writing, and what the database itself refuses. */
export const storeMutants: readonly Mutant[] = [
  {
    ...checkDecision,
    name: "the store lets lastStep go back",
    find: 'must(after.lastStep >= before.lastStep, "lets lastStep go back");',
    replace: "",
  },
  {
    ...checkDecision,
    name: "the store lets a revoked token come back",
    find: 'must(before.life !== "revoked" || after.life === "revoked", "brings a revoked token back");',
    replace: "",
  },
  {
    ...checkDecision,
    name: "the store lets an expired token come back",
    find: 'must(before.life !== "expired" || ended, "brings an ended token back");',
    replace: "",
  },
  {
    ...checkDecision,
    name: "an act changes another customer",
    find: "must(after.institutionId === key?.institutionId && after.customerId === key.customerId,",
    replace: "must(true,",
  },
  {
    ...checkDecision,
    tests: [`${storage}/deciding/check-decision.test.ts`],
    name: "a step from the future is stored",
    find: "checkClock(before, token, databaseMs);",
    replace: "",
  },
  {
    ...memoryActs,
    name: "an answer is not kept under its once key",
    find: "if (earlier === null) keepAnswer(subject, decision.outcome);",
    replace: "",
  },
  {
    ...memoryActs,
    name: "the fence goes back",
    find: "fenceMs = Math.max(fenceMs, toMs);",
    replace: "fenceMs = toMs;",
  },
  {
    name: "a session that was signed out meanwhile serves on",
    file: "apps/server/src/faces/console/session/staff-session.ts",
    find: "return touched === null ? null : { sessionId, session: touched };",
    replace: "return { sessionId, session: touched ?? session };",
    tests: ["apps/server/src/faces/console/session"],
  },
  {
    name: "what was removed is changed all the same",
    file: `${storage}/memory/records.ts`,
    find: "return made === null ? before : payloadOf(replace(kind, id, made));",
    replace: "return payloadOf(replace(kind, id, made ?? { payload: before, expiresAtMs: Infinity }));",
    tests: [`${storage}/memory`],
  },
  {
    name: "what the bank's log-in ended is saved again",
    file: "apps/server/src/faces/gate/openid/oidc-store.ts",
    find: "isDestroyed(before) ? null :",
    replace: "isDestroyed(null) ? null :",
    tests: ["apps/server/src/faces/gate/openid/oidc-store.test.ts"],
  },
  {
    ...tokenSchema,
    name: "the database lets last_step go back",
    find: "WHEN NEW.last_step < OLD.last_step",
    replace: "WHEN 0",
  },
  {
    ...tokenSchema,
    name: "the database lets a revoked token come back",
    find: "WHEN OLD.life = 'revoked' AND NEW.life <> 'revoked'",
    replace: "WHEN 0",
  },
  {
    ...firstSchema,
    name: "the database lets an event be changed",
    find: "CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event",
    replace: "CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event WHEN 0",
  },
  {
    ...firstSchema,
    name: "the database lets an event be removed",
    find: "CREATE TRIGGER event_is_never_removed BEFORE DELETE ON event",
    replace: "CREATE TRIGGER event_is_never_removed BEFORE DELETE ON event WHEN 0",
  },
  {
    name: "an event that has no canonical form is stored",
    file: `${storage}/deciding/check-decision.ts`,
    find: "checkEvent(event);",
    replace: "",
    tests: ["packages/storage/src/sqlite/storage.test.ts"],
  },
];
