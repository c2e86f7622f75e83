import type { Approval } from "../approval.ts";
import type { Brand } from "../brand.ts";
import type { CodeState, CustomerProfile, CustomerState, OtpUse } from "../customer.ts";
import type { Decision } from "../decision.ts";
import type { AuditEvent, StoredEvent } from "../events.ts";
import type { MailDelivery, MailOrder } from "../mails.ts";
import type { Policy } from "../policy.ts";
import type { Passkey, Staff } from "../staff.ts";
import type { TokenId } from "../token.ts";

/**
 * A request that is answered once: whoever sends the same key again gets the first answer. Keys belong to the institution.
 * `fingerprint` tells the same request from another one under the same key.
 */
export interface OnceKey {
  readonly key: string;
  readonly fingerprint: string;
  readonly expiresAtMs: number;
}

/** Names the customer an act is about: by the institution's key, or by the user ID of one issuance. */
export type Subject = (
  | { readonly institutionId: string; readonly customerId: string }
  | { readonly institutionId: string; readonly userId: string }
) & {
  readonly once?: OnceKey;
  /** The act is about this approval of the customer, too. */
  readonly approval?: ApprovalSubject;
};

/** An approval that an act is about, and the staff that it asks about beside whoever asked for it. */
export interface ApprovalSubject {
  readonly approvalId: string;
  readonly staffIds: readonly string[];
}

/** What was answered under a once key: an outcome, as JSON gives it back. */
export interface EarlierAnswer {
  readonly fingerprint: string;
  readonly outcome: unknown;
}

/** What storage adds to an act's context, read inside the transaction. */
export interface StoreContext {
  /** See `Context.fenceMs`. */
  readonly fenceMs: number;
  /** The database's own clock at this moment; where there is only one clock, that one. */
  readonly databaseMs: number;
  /** The answer kept under the subject's `once` key, unless its time has run out. Whoever finds one decides nothing anew. */
  readonly earlier: EarlierAnswer | null;
}

/**
 * What keeps the database from its work, in fixed words for the log: `overloaded`, too much waits; `locked`, another program
 * holds it; `full`; `readOnly`; `brokenDisk`, the disk refuses; `damaged`, what is stored cannot be read; `unreachable`.
 */
export type StoreTrouble = "overloaded" | "locked" | "full" | "readOnly" | "brokenDisk" | "damaged" | "unreachable";

/** The store cannot do it now: nothing was written, the caller may come back in a moment. */
export class StoreBusy extends Error {
  override name = "StoreBusy";
  readonly trouble: StoreTrouble;
  constructor(
    message?: string,
    { trouble = "overloaded", ...options }: ErrorOptions & { trouble?: StoreTrouble } = {},
  ) {
    super(message, options);
    this.trouble = trouble;
  }
}

/** A step from the future was to be stored: node and database disagree about the time. Nothing was written. */
export class ClockAhead extends Error {
  override name = "ClockAhead";
}

/** The commit was sent but its result never came: neither "done" nor "not done" may be said. */
export class OutcomeUnknown extends Error {
  override name = "OutcomeUnknown";
}

/**
 * Subjects of one act. More would hold so many locks (PostgreSQL keeps them in memory that all share) and keep everybody waiting so
 * long that the service would seem to stand still.
 */
export const mostSubjectsOfAct = 1000;

/** Decides one subject of an act, by its place. */
export type Decide<Outcome> =
  | ((state: CustomerState, index: number, context: StoreContext) => Decision<Outcome>)
  | DecideCode<Outcome>;

/** See `DecidingCode`. */
export interface DecideCode<Outcome> {
  readonly byTokenInUse: (state: CodeState, index: number, context: StoreContext) => Decision<Outcome>;
}

/**
 * The one primitive: locks the rows of every subject, loads them, asks `decide` for each in order of arrival, writes changes,
 * events and mails, commits. Two simultaneous callers about one customer see each other's whole result or nothing of it.
 * The same customer twice in one call is decided in order, the second seeing the first's changes. A subject nobody knows
 * comes with `customer: null`. If `decide` throws for one subject, that subject's promise slot throws and the others commit.
 * `decide` must be pure, and what it is handed is good until it returns: it may be asked again about a newer state, and only its last answer counts. With a `once` key in the
 * subject, the outcome is kept in the same commit until the key's end.
 * One call is one commit, however long it takes: work on a whole institution comes in pieces of at most `mostSubjectsOfAct`.
 * @throws OutcomeUnknown when the commit's result is unknown · StoreBusy when too much is waiting · ClockAhead (in the slot) ·
 * RangeError for more subjects
 */
export interface ActStore {
  act<Outcome>(subjects: readonly Subject[], decide: Decide<Outcome>): Promise<PromiseSettledResult<Outcome>[]>;
  /** State outside any act, for screens. Nothing may be decided on it. */
  look(subject: Subject): Promise<CustomerState>;
  /** Raises the fence to a moment in milliseconds and gives where it stands now: it never goes back. */
  raiseFence(fenceMs: number, event: AuditEvent): Promise<number>;
}

export interface InstitutionTexts {
  readonly nameJa: string;
  readonly nameEn: string;
  readonly supportPhone: string;
  readonly supportHoursJa: string;
  readonly supportHoursEn: string;
}

export interface Institution {
  readonly institutionId: string;
  /** 8 digits; what the customer types into the app. */
  readonly serviceId: string;
  readonly texts: InstitutionTexts;
  readonly policy: Policy;
}

/** How a client speaks OpenID Connect, where the operator allowed more than the standard way. */
export interface ClientOpenid {
  /**
   * Which authorization requests it may make beside pushed ones (RFC 9126). `signed`: ordinary ones with a request object that it
   * signed (RFC 9101). `hinted`: also plain ones whose customer travels in a `login_hint_token` that it signed.
   */
  readonly requests: "pushed" | "signed" | "hinted";
  /** How it proves who it is at the token endpoint and with a pushed request. */
  readonly authentication: "client_secret_basic" | "client_secret_post" | "private_key_jwt";
  /** What signs its ID tokens; null: the service's first key. */
  readonly idTokenAlgorithm: "RS256" | "ES256" | "EdDSA" | null;
  /** Its public keys as JWKs (RFC 7517): of request objects, hints and `private_key_jwt`. */
  readonly keys: readonly Readonly<Record<string, unknown>>[];
}

/**
 * A secret that another one replaced and that is taken beside it until its end: whoever uses it changes over in their own time, without a
 * minute in which neither is.
 */
export interface EarlierSecret {
  /** Sealed at rest by the store. */
  readonly secret: string;
  /** From this moment on it is nobody's. */
  readonly endsAtMs: number;
}

/** An OpenID client and API client of an institution: its internet bank. */
export interface Client {
  readonly clientId: string;
  readonly institutionId: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  /** OpenID client secret, sealed at rest by the store. */
  readonly clientSecret: string;
  /** Absent: there is none. */
  readonly earlierSecret?: EarlierSecret;
  /** Absent: pushed requests only, `client_secret_basic`, no keys. */
  readonly openid?: ClientOpenid;
}

export interface ApiKey {
  readonly keyId: string;
  readonly clientId: string;
  readonly institutionId: string;
  /** SHA-256 of the whole key, hex. The key itself is shown once and never stored. */
  readonly keyHash: string;
  readonly createdAtMs: number;
  readonly lastUsedAtMs: number | null;
  readonly revokedAtMs: number | null;
}

/** A VPN concentrator or log-in server that asks by RADIUS (RFC 2865). */
export interface RadiusClient {
  readonly radiusClientId: string;
  readonly institutionId: string;
  readonly name: string;
  /** One IPv4 or IPv6 address, or a network in CIDR form. */
  readonly address: string;
  /** Shared secret, sealed at rest by the store. */
  readonly sharedSecret: string;
  /** Absent: there is none. */
  readonly earlierSecret?: EarlierSecret;
}

/** What a change makes of something in the directory, and the event that says so. */
export interface DirectoryChange<Changed> {
  readonly changed: Changed;
  readonly event: AuditEvent;
}

/** Changes to what is not a customer. Each comes with its audit event, committed with it. */
export interface DirectoryStore {
  institutionByServiceId(serviceId: string): Promise<Institution | null>;
  institution(institutionId: string): Promise<Institution | null>;
  institutions(): Promise<readonly Institution[]>;
  /** Those too that `institutions` leaves out, because their rows were changed from outside. */
  countInstitutions(): Promise<number>;
  /** @throws DirectoryConflict when the service ID, client ID … is taken */
  putInstitution(institution: Institution, event: AuditEvent): Promise<void>;

  /** How its pages look; null: as ours. Kept beside the institution, which is read for every code and must stay small. */
  brand(institutionId: string): Promise<Brand | null>;
  /** null takes the look away. */
  putBrand(institutionId: string, brand: Brand | null, event: AuditEvent): Promise<void>;

  client(clientId: string): Promise<Client | null>;
  clientsOf(institutionId: string): Promise<readonly Client[]>;
  /** @throws DirectoryConflict when the ID is taken, by whichever institution: of two at once one is added */
  addClient(client: Client, event: AuditEvent): Promise<void>;
  /**
   * Puts what `decide` makes of the client as it stands, with nobody in between; what it throws, nothing was changed for.
   * `decide` must be pure: it may be asked again about a newer one, and only its last answer counts. IDs stay.
   * @throws DirectoryConflict when there is no such client
   */
  changeClient(clientId: string, decide: (client: Client) => DirectoryChange<Client>): Promise<void>;

  apiKeyByHash(keyHash: string): Promise<ApiKey | null>;
  apiKeysOf(clientId: string): Promise<readonly ApiKey[]>;
  /** Keeps at most `liveAtMost` live keys of the client: with one more, DirectoryConflict. */
  addApiKey(key: ApiKey, liveAtMost: number, event: AuditEvent): Promise<void>;
  revokeApiKey(keyId: string, atMs: number, event: AuditEvent): Promise<void>;
  /** Best effort; not audited. */
  noteApiKeyUse(keyId: string, atMs: number): Promise<void>;

  radiusClients(): Promise<readonly RadiusClient[]>;
  /** @throws DirectoryConflict when the ID or the address is taken, by whichever institution: of two at once one is added */
  addRadiusClient(client: RadiusClient, event: AuditEvent): Promise<void>;
  /** See `changeClient`. @throws DirectoryConflict also when another client has the address */
  changeRadiusClient(
    radiusClientId: string,
    decide: (client: RadiusClient) => DirectoryChange<RadiusClient>,
  ): Promise<void>;
  removeRadiusClient(radiusClientId: string, event: AuditEvent): Promise<void>;

  staff(staffId: string): Promise<Staff | null>;
  staffOf(institutionId: string): Promise<readonly Staff[]>;
  putStaff(staff: Staff, event: AuditEvent): Promise<void>;
  /**
   * Adds a passkey to those that the staff member has at that moment; whoever was disabled meanwhile gets none and stays so.
   * `eventOf` is told how many there are then. @throws DirectoryConflict when nobody is there who may have one
   */
  addPasskey(staffId: string, passkey: Passkey, eventOf: (passkeys: number) => AuditEvent): Promise<void>;
  /** Takes the passkey's new counter; not audited. */
  notePasskeyUse(staffId: string, credentialId: string, signCount: number): Promise<void>;
}

export class DirectoryConflict extends Error {
  override name = "DirectoryConflict";
}

/** What `change` writes in a record's place: as `put` would. */
export interface NewRecord {
  readonly payload: unknown;
  readonly expiresAtMs: number;
  readonly groups?: readonly string[];
}

/**
 * Records that end by themselves: sessions, half-run exchanges, sign-in links, OpenID artifacts. A record past its end is
 * never given out, whether or not the sweep has come by. `kind` separates name spaces.
 */
export interface RecordStore {
  put(kind: string, id: string, payload: unknown, expiresAtMs: number, groups?: readonly string[]): Promise<void>;
  get(kind: string, id: string, nowMs: number): Promise<unknown>;
  /**
   * Puts what `decide` makes of the record as it stands, with nobody in between: a record that was removed since somebody read it
   * comes as undefined and not back. null leaves everything as it is. Gives the payload that stands afterwards.
   * `decide` must be pure: it may be asked again about a newer record, and only its last answer counts.
   */
  change(kind: string, id: string, nowMs: number, decide: (payload: unknown) => NewRecord | null): Promise<unknown>;
  /** Gives the record to exactly one of any number of simultaneous callers and deletes it. */
  take(kind: string, id: string, nowMs: number): Promise<unknown>;
  /** Adds one to the counter in the record (made with `expiresAtMs` when absent) and gives the new value; atomic. */
  count(kind: string, id: string, nowMs: number, expiresAtMs: number): Promise<number>;
  remove(kind: string, id: string): Promise<void>;
  /** Every live record of the group, for look-ups by a second key. */
  inGroup(
    kind: string,
    group: string,
    nowMs: number,
  ): Promise<readonly { readonly id: string; readonly payload: unknown }[]>;
  removeGroup(group: string): Promise<void>;
  /** Deletes what has ended, answers kept under once keys too. */
  sweep(nowMs: number): Promise<number>;
}

/** Approvals for screens and jobs. Decisions about them are acts, whose subject names them. */
export interface ApprovalStore {
  /** null for none, and for one whose row was changed from outside: nobody can decide about that either. */
  approval(institutionId: string, approvalId: string): Promise<Approval | null>;
  /** Those that wait for a decision at that moment; the one whose time runs out first comes first. */
  approvalsWaiting(institutionId: string, nowMs: number, limit: number): Promise<readonly Approval[]>;
  /** Of every institution, those whose time has run out and of whom nobody has noticed it yet, the longest overdue first. */
  overdueApprovals(
    nowMs: number,
    limit: number,
  ): Promise<readonly { readonly institutionId: string; readonly customerId: string; readonly approvalId: string }[]>;
}

export interface OutgoingMail {
  readonly mailId: string;
  readonly institutionId: string;
  readonly customerId: string;
  readonly order: MailOrder;
  readonly delivery: MailDelivery;
  readonly queuedAtMs: number;
  readonly attempts: number;
  readonly nextAttemptAtMs: number;
  readonly sentAtMs: number | null;
  /** One of the fixed words of the mail job ("refused", "unreachable" …), never the server's raw text. */
  readonly lastError: string | null;
}

export interface OutboxStore {
  /** Takes up to `limit` due mails for `leaseMs`; no other node gets them meanwhile. */
  claimDueMails(nowMs: number, limit: number, leaseMs: number): Promise<readonly OutgoingMail[]>;
  markMailSent(mailId: string, atMs: number): Promise<void>;
  markMailFailed(mailId: string, error: string, nextAttemptAtMs: number | null): Promise<void>;
  /** Newest first. */
  mailsOfToken(tokenId: TokenId): Promise<readonly OutgoingMail[]>;
}

export interface EventStore {
  eventsOfCustomer(institutionId: string, customerId: string, limit: number): Promise<readonly StoredEvent[]>;
  eventsAfter(institutionId: string, cursor: number, limit: number): Promise<readonly StoredEvent[]>;
  /** For what changes neither a customer nor the directory but must be on record (a staff member viewed a customer). */
  record(event: AuditEvent): Promise<void>;
}

export interface CustomerSearch {
  readonly customerId?: string;
  readonly branchCode?: string;
  readonly accountNumber?: string;
  /** Half- and full-width kana are equal; the store compares normalised forms. */
  readonly nameKana?: string;
  readonly phone?: string;
  readonly userId?: string;
}

export interface FoundCustomer {
  readonly customerId: string;
  readonly use: OtpUse;
  readonly profile: CustomerProfile;
  /** The row was changed from outside: its profile cannot be told, and whether it fits what was asked for neither. */
  readonly unreadable?: true;
}

export interface SearchStore {
  /** Every given field must match; order by customerId. */
  findCustomers(institutionId: string, search: CustomerSearch, limit: number): Promise<readonly FoundCustomer[]>;
  /**
   * Customers with an issued or activated token whose time has run out by `nowMs`, the longest overdue first: for the job that
   * carries out `expire`. Of every institution; each customer once, at most `limit` of them.
   */
  customersWithExpiredTokens(
    nowMs: number,
    limit: number,
  ): Promise<readonly { readonly institutionId: string; readonly customerId: string }[]>;
}

/** Secrets of the whole service (OPAQUE set-up, signing keys …), sealed under the key-encryption key, shared by all nodes. */
export interface SecretStore {
  /** Gives the stored secret; the first caller's `make` wins, whoever else asks at the same time gets the same. */
  secret(name: string, make: () => string): Promise<string>;
}

/**
 * `ready`: the database answers, can be written, has this program's schema, and its clock agrees with the node's within
 * `clockToleranceMs`.
 */
export type Readiness = "ready" | "unreachable" | "readOnly" | "otherSchema" | "clockApart";

export interface Storage
  extends ActStore, ApprovalStore, DirectoryStore, RecordStore, OutboxStore, EventStore, SearchStore, SecretStore {
  /** Whether codes may be decided now, and if not, why. */
  ready(): Promise<Readiness>;
  close(): Promise<void>;
}
