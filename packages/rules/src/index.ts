export { answerOnce, OnceKeyTaken } from "./answer-once.ts";
export { allowIssuance } from "./acts/allow-issuance.ts";
export type { AllowIssuanceCommand } from "./acts/allow-issuance.ts";
export { apply } from "./acts/apply.ts";
export type { ApplyCommand } from "./acts/apply.ts";
export { cancel } from "./acts/cancel.ts";
export type { CancelCommand } from "./acts/cancel.ts";
export { confirm } from "./acts/confirm.ts";
export type { ConfirmCommand, Confirmed } from "./acts/confirm.ts";
export { expire } from "./acts/expire.ts";
export { finishActivation } from "./acts/finish-activation.ts";
export type { FinishActivationCommand } from "./acts/finish-activation.ts";
export { importToken } from "./acts/import-token.ts";
export type { ImportedToken, ImportTokenCommand } from "./acts/import-token.ts";
export { issue } from "./acts/issue.ts";
export type { IssueCommand, Issued } from "./acts/issue.ts";
export { tellStatus } from "./acts/tell-status.ts";
export type { TellStatusCommand, ToldStatus } from "./acts/tell-status.ts";
export { receipt } from "./acts/receipt.ts";
export type { Receipted, ReceiptCommand } from "./acts/receipt.ts";
export { resendMail } from "./acts/resend-mail.ts";
export type { ResendMailCommand } from "./acts/resend-mail.ts";
export { resync } from "./acts/resync.ts";
export type { ResyncCommand, Resynced } from "./acts/resync.ts";
export { resume } from "./acts/resume.ts";
export { revoke } from "./acts/revoke.ts";
export { skipIssuance } from "./acts/skip-issuance.ts";
export { startActivation } from "./acts/start-activation.ts";
export type { ActivationStarted, StartActivationCommand } from "./acts/start-activation.ts";
export { suspend } from "./acts/suspend.ts";
export { undoWrongClock } from "./acts/undo-wrong-clock.ts";
export { unlock } from "./acts/unlock.ts";
export { verify } from "./acts/verify.ts";
export type { Verified, VerifyCommand } from "./acts/verify.ts";
export type { Actor } from "./actor.ts";
export { isWaiting, mayAsk, mayDecide } from "./approval.ts";
export type { Approval, ApprovalStage, Beside } from "./approval.ts";
export { commandHash, commandText, readCommand } from "./approvals/approved-command.ts";
export type { ApprovedAct, ApprovedCommand } from "./approvals/approved-command.ts";
export { askApproval } from "./approvals/ask-approval.ts";
export type { AskApprovalCommand } from "./approvals/ask-approval.ts";
export { approve, expireApproval, refuseApproval, withdrawApproval } from "./approvals/end-approval.ts";
export type { ApproveCommand } from "./approvals/end-approval.ts";
export type { ActivationObstacle } from "./activation-refusal.ts";
export { logoTypes } from "./brand.ts";
export type { Brand, Logo } from "./brand.ts";
export { checkAnswers } from "./check-answers.ts";
export type { Answered } from "./check-answers.ts";
export { checkInvariants } from "./check-invariants.ts";
export type { InvariantId, Performed, Violation } from "./check-invariants.ts";
export type { ChosenTokens, TokenChoice } from "./chosen-tokens.ts";
export { noProfile } from "./customer.ts";
export type { CodeHolder, CodeState, Customer, CustomerProfile, CustomerState, OtpUse } from "./customer.ts";
export type { CodePurpose } from "./codes/code-refusal.ts";
export { customerView, maskedMobileEmail } from "./customer-view.ts";
export type { CustomerView, TokenView } from "./customer-view.ts";
export { byTokenInUse } from "./decision.ts";
export type { Changes, Context, Deciding, DecidingCode, Decision, Result } from "./decision.ts";
export { checkEvent, eventBytes, leafBytes, readEvent } from "./event-bytes.ts";
export { earlierSecretAt } from "./earlier-secret.ts";
export { eventTypes } from "./events.ts";
export type { AuditEvent, EventType, StoredEvent } from "./events.ts";
export { countWrongCodes, quietWatch, Throttled, throttledForSeconds } from "./guessing/guess-watch.ts";
export type { GuessWatch } from "./guessing/guess-watch.ts";
export { issuancesAgainAtMs, issuancesLeft } from "./issuance-limit.ts";
export { isOverdue, isUsedUp, pendingToken } from "./token-life/live-tokens.ts";
export type { MailDelivery, MailOrder } from "./mails.ts";
export { defaultPolicy } from "./policy.ts";
export type { Policy } from "./policy.ts";
export { isPurpose, purposes } from "./purpose.ts";
export type { Purpose } from "./purpose.ts";
export { readPolicy } from "./read-policy.ts";
export type { PolicyReading } from "./read-policy.ts";
export { ClockApart, clockToleranceMs, fencedStep } from "./codes/fence.ts";
export { isReference } from "./reference.ts";
export { refusals } from "./refusals.ts";
export type { Refusal, RefusalCode } from "./refusals.ts";
export type { Passkey, Staff, StaffRole } from "./staff.ts";
export { stateAfter, tokensAfter } from "./state-after.ts";
export { tokenLifeDiagram, tokenLifeDocument } from "./token-life/token-life-diagram.ts";
export type { TokenEndReason } from "./token-life/token-end.ts";
export { keyOf, KeyUnreadable, mobileEmailOf, noStep, statusAt } from "./token.ts";
export type { Locale, MobileEmail, Token, TokenId, TokenKey, TokenLife, TokenStatus } from "./token.ts";
export { whatIsDue } from "./what-is-due.ts";
export type { WhatIsDue } from "./what-is-due.ts";
export { ClockAhead, DirectoryConflict, mostSubjectsOfAct, OutcomeUnknown, StoreBusy } from "./ports/storage.ts";
export type {
  ActStore,
  ApprovalStore,
  ApprovalSubject,
  ApiKey,
  Client,
  ClientOpenid,
  CustomerSearch,
  Decide,
  DecideCode,
  DirectoryChange,
  DirectoryStore,
  EarlierAnswer,
  EarlierSecret,
  EventStore,
  FoundCustomer,
  Institution,
  InstitutionTexts,
  NewRecord,
  OnceKey,
  OutboxStore,
  OutgoingMail,
  RadiusClient,
  Readiness,
  RecordStore,
  SearchStore,
  SecretStore,
  Storage,
  StoreContext,
  StoreTrouble,
  Subject,
} from "./ports/storage.ts";
