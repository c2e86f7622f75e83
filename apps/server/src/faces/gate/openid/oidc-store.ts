import { earlierSecretAt, OutcomeUnknown, StoreBusy } from "@warifu/rules";
import type { Client, RecordStore, Storage } from "@warifu/rules";
import type { Adapter, AdapterFactory, AdapterPayload } from "oidc-provider";

/** How much longer than its use a pushed request is remembered, so that a second answer to the same request is refused. */
const pushedRequestMemorySeconds = 60 * 60;

/** How long it is remembered that something was destroyed: as long as the longest of what may still be saved (make-provider.ts). */
const destroyedMemorySeconds = 4 * 60 * 60;
const destroyedMark = { destroyed: true } as const;

/** A code, pushed request or assertion was used twice at the same moment. Shaped as the library's own errors, which it answers as such. */
class AlreadyConsumed extends Error {
  override name = "AlreadyConsumed";
  readonly error: string;
  readonly status: number;
  readonly statusCode: number;
  readonly expose = true;
  constructor(error = "invalid_grant", status = 400) {
    super(error);
    this.error = error;
    this.status = status;
    this.statusCode = status;
  }
}

/**
 * What `oidc-provider` keeps, kept in our own store with an end for each record. One adapter for each of its models:
 * clients are read from the directory and never written; log-in sessions are not kept at all, since every authorization
 * request names its own customer and the next request in the same browser may be another person's.
 */
export function oidcStore(options: {
  readonly storage: Pick<Storage, "client"> & RecordStore;
  readonly nowMs: () => number;
}): AdapterFactory {
  return (model) => {
    if (model === "Client") return tellingTrouble(clientAdapter(options.storage, options.nowMs));
    if (model === "Session") return forgettingAdapter;
    return tellingTrouble(recordAdapter(model, options.storage, options.nowMs));
  };
}

/** The store cannot do it now (RFC 6749 §4.1.2.1). Shaped as the library's own errors, which it answers as such. */
class TemporarilyUnavailable extends Error {
  override name = "TemporarilyUnavailable";
  readonly error = "temporarily_unavailable";
  readonly status = 503;
  readonly statusCode = 503;
  readonly expose = true;
  constructor(cause: unknown) {
    super("temporarily_unavailable", { cause });
  }
}

/** A library that does not know our errors would call them "server_error": whose asker does not come again. */
function tellingTrouble(adapter: Adapter): Adapter {
  return Object.fromEntries(
    Object.entries(adapter).map(([name, method]) => [
      name,
      async (...values: unknown[]): Promise<unknown> => {
        try {
          return await (method as (...asked: unknown[]) => unknown)(...values);
        } catch (error) {
          const passes = error instanceof StoreBusy || error instanceof OutcomeUnknown;
          throw passes ? new TemporarilyUnavailable(error) : error;
        }
      },
    ]),
  ) as unknown as Adapter;
}

function clientAdapter(storage: Pick<Storage, "client">, nowMs: () => number): Adapter {
  return {
    ...forgettingAdapter,
    async find(clientId) {
      const client = await storage.client(clientId);
      if (client === null) return undefined;
      return metadataOf(client, earlierSecretAt(client, nowMs()));
    },
  };
}

/** What the library is told of a client; what is not said is the standard way (make-provider.ts, clientDefaults). */
function metadataOf(client: Client, earlierSecret: string | null): AdapterPayload {
  const { clientId, clientSecret, name, redirectUris, openid } = client;
  const {
    requests = "pushed",
    authentication = "client_secret_basic",
    idTokenAlgorithm = null,
    keys = [],
  } = openid ?? {};
  return {
    client_id: clientId,
    // A client with a key of its own has no secret that anybody knows.
    ...(authentication === "private_key_jwt"
      ? {}
      : { client_secret: clientSecret, ...(earlierSecret === null ? {} : { warifu_earlier_secret: earlierSecret }) }),
    client_name: name,
    redirect_uris: [...redirectUris],
    token_endpoint_auth_method: authentication,
    require_pushed_authorization_requests: requests === "pushed",
    warifu_requests: requests,
    ...(idTokenAlgorithm === null ? {} : { id_token_signed_response_alg: idTokenAlgorithm }),
    ...(keys.length === 0 ? {} : { jwks: { keys: keys.map((key) => ({ ...key })) } }),
  };
}

/** Keeps nothing and finds nothing. */
const forgettingAdapter: Adapter = {
  upsert: async () => {},
  find: async () => undefined,
  findByUid: async () => undefined,
  findByUserCode: async () => undefined,
  consume: async () => {},
  destroy: async () => {},
  revokeByGrantId: async () => {},
};

function recordAdapter(model: string, records: RecordStore, nowMs: () => number): Adapter {
  const kind = `oidc:${model}`;
  const read = async (id: string) => asPayload(await records.get(kind, id, nowMs()));
  const first = async (group: string) => asPayload((await records.inGroup(kind, group, nowMs()))[0]?.payload);
  /** Two of one assertion at once: the library looks and then writes, the count gives it to one of them. */
  const takeOnce = async (id: string, seconds: number) => {
    const uses = await records.count("oidc-assertion", id, nowMs(), nowMs() + seconds * 1000);
    if (uses > 1) throw new AlreadyConsumed("invalid_client", 401);
  };

  return {
    find: read,
    findByUid: (uid) => first(uidGroup(uid)),
    findByUserCode: (userCode) => first(userCodeGroup(userCode)),

    async upsert(id, payload, expiresIn) {
      // The library gives every model of ours a lifetime; a record without an end must not come to be.
      if (expiresIn === undefined) throw new TypeError(`${model} has no lifetime`);
      if (model === "ReplayDetection") await takeOnce(id, expiresIn);
      const memory = model === "PushedAuthorizationRequest" ? pushedRequestMemorySeconds : 0;
      const now = nowMs();
      const expiresAtMs = now + (expiresIn + memory) * 1000;
      // The library reads, changes and saves: what was destroyed meanwhile must not come back.
      await records.change(kind, id, now, (before) =>
        isDestroyed(before) ? null : { payload: withoutSession(payload), expiresAtMs, groups: groupsOf(payload) },
      );
    },

    /** Of two callers at once one finds it unused; the other is refused. */
    async consume(id) {
      const now = nowMs();
      let isMine = false;
      await records.change(kind, id, now, (before) => {
        const payload = asPayload(before);
        isMine = payload !== undefined && payload.consumed === undefined;
        if (payload === undefined || !isMine) return null;
        return {
          payload: { ...payload, consumed: Math.floor(now / 1000) },
          expiresAtMs: now + pushedRequestMemorySeconds * 1000,
          groups: groupsOf(payload),
        };
      });
      if (!isMine) throw new AlreadyConsumed();
    },

    destroy: async (id) => {
      const now = nowMs();
      const expiresAtMs = now + destroyedMemorySeconds * 1000;
      await records.change(kind, id, now, () => ({ payload: destroyedMark, expiresAtMs }));
    },
    revokeByGrantId: (grantId) => records.removeGroup(grantGroup(grantId)),
  };
}

/** An interaction that remembered a log-in session would look for it on the way back; none is kept. */
function withoutSession(payload: AdapterPayload): AdapterPayload {
  const { session: _forgotten, ...kept } = payload;
  return kept;
}

const uidGroup = (uid: string) => `oidc-uid:${uid}`;
const userCodeGroup = (userCode: string) => `oidc-user-code:${userCode}`;
const grantGroup = (grantId: string) => `oidc-grant:${grantId}`;

function groupsOf(payload: AdapterPayload): string[] {
  const groups: string[] = [];
  if (payload.uid !== undefined) groups.push(uidGroup(payload.uid));
  if (payload.userCode !== undefined) groups.push(userCodeGroup(payload.userCode));
  if (payload.grantId !== undefined) groups.push(grantGroup(payload.grantId));
  return groups;
}

function asPayload(value: unknown): AdapterPayload | undefined {
  return typeof value === "object" && value !== null && !isDestroyed(value) ? (value as AdapterPayload) : undefined;
}

function isDestroyed(value: unknown): boolean {
  return typeof value === "object" && value !== null && "destroyed" in value;
}
