export type { Actor, Changes, Context, Decision, Result } from "./decision.ts";
export type { Customer, CustomerProfile, CustomerState, OtpUse } from "./customer.ts";
export { eventTypes } from "./events.ts";
export type { AuditEvent, EventType, StoredEvent } from "./events.ts";
export type { MailDelivery, MailOrder } from "./mails.ts";
export { defaultPolicy } from "./policy.ts";
export type { Policy } from "./policy.ts";
export { refusals } from "./refusals.ts";
export type { Refusal, RefusalCode } from "./refusals.ts";
export { KeyUnreadable, statusAt } from "./token.ts";
export type { Token, TokenId, TokenKey, TokenLife, TokenStatus } from "./token.ts";
export { DirectoryConflict, OutcomeUnknown } from "./ports/storage.ts";
export type {
  ActStore,
  ApiKey,
  Client,
  CustomerSearch,
  DirectoryStore,
  EventStore,
  FoundCustomer,
  Institution,
  InstitutionTexts,
  OutboxStore,
  OutgoingMail,
  Passkey,
  RecordStore,
  SearchStore,
  SecretStore,
  Staff,
  StaffRole,
  Storage,
  StoreContext,
  Subject,
} from "./ports/storage.ts";
