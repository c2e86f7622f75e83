/** Every reason an act may refuse for, with the sentence for operators. Screens have their own texts for each. */
export const refusals = {
  notApplied: "The branch has registered no application for this customer.",
  alreadyApplied: "An application is already registered.",
  nothingIssued: "No token that can still be set up has been issued.",
  alreadyInUse: "The customer's token is already in use.",
  tooManyIssuances: "The limit of issuances within 24 hours is reached.",
  issuancesLeft: "The customer can still issue a token; no further one has to be allowed.",
  tooManyAllowed: "The limit of further issuances that may be allowed within 24 hours is reached.",
  tooManyMails: "The limit of repeated mails for this issuance is reached.",
  mailTooSoon: "The last mail went out less than the waiting time ago.",
  badMobileEmail: "The mail address does not keep the grammar.",
  activationRefused: "The initial set-up is refused; outsiders are told no more.",
  notActivated: "The app has not been set up yet.",
  notInUse: "The customer has no token in use.",
  notForTransactions: "A code over a transaction's data is not taken yet; nothing was compared and nothing counted.",
  malformedCode: "The code does not have the token's number of digits; it was not compared and not counted.",
  mismatch: "The code is wrong.",
  used: "The code is right but was used before.",
  drift: "The code belongs to a time outside the window: the phone's clock is off.",
  paused: "The token is paused after repeated wrong codes.",
  locked: "The token is locked.",
  suspended: "The token is suspended.",
  ended: "The token is revoked or expired.",
  keyUnreadable: "The token's stored key cannot be read.",
  unknownCustomer: "No such customer at this institution.",
  unknownToken: "No such token of this customer.",
  notSuspended: "The token is not suspended.",
  notStopped: "The token is neither locked nor paused.",
  unknownApproval: "There is no such approval for this customer.",
  approvalEnded: "The approval was carried out, refused or withdrawn, or its time ran out.",
  notEntitled: "The staff member may not ask for this, or not decide about it.",
  ownRequest: "Nobody decides about what they asked for themselves.",
  askerNotEntitled: "Whoever asked for it may not do so any more.",
  otherContent: "What was approved is not what was asked for.",
} as const;

export type RefusalCode = keyof typeof refusals;

/** An expected refusal: the code, and what the person may be told with it. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly triesLeft?: number;
  readonly untilMs?: number;
  /** With `drift`: how far the phone's clock is ahead of ours; negative: behind. */
  readonly clockAheadSeconds?: number;
}
