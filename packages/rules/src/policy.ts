/** What one institution has decided. Every number carries its unit; every act receives the whole policy. */
export interface Policy {
  /** Parameters of tokens issued here. Tokens imported from elsewhere keep their own. */
  readonly tokenAlgorithm: "SHA-1" | "SHA-256" | "SHA-512";
  readonly tokenDigits: 6 | 7 | 8;
  readonly tokenPeriodSeconds: number;

  /** Steps before and after the phone's expected step that are still looked at (0–2). */
  readonly windowPastSteps: number;
  readonly windowFutureSteps: number;
  /** How far a phone's clock may be learned to be off, and how far a wrong code is searched to name that cause. */
  readonly driftLimitSeconds: number;

  readonly issuanceLifetimeSeconds: number;
  readonly activationTriesPerIssuance: number;
  readonly issuancesPerDay: number;
  /** How often staff may allow one customer one issuance more, within 24 hours. */
  readonly extraIssuancesPerDay: number;
  readonly exchangeLifetimeSeconds: number;

  readonly mailResendsPerIssuance: number;
  readonly mailResendWaitSeconds: number;

  /** Wrong codes in a row that pause a token, how long, and how many pauses with no success between lock it. */
  readonly wrongCodesUntilPause: number;
  readonly pauseSeconds: number;
  readonly pausesUntilLock: number;
  /** Wrong codes since confirmation, whatever lies between, that lock a token (NIST SP 800-63B-4 §3.2.2). */
  readonly wrongCodesUntilLock: number;
  /** Right-but-used codes answered per pause length before the answer becomes "paused". */
  readonly replaysUntilPause: number;
  /** Wrong codes a minute over all customers, on one node: from here on somebody is told (event `guessing.noticed`). */
  readonly wrongCodesPerMinuteAlarm: number;
  /** From here on no code is compared until there are fewer. */
  readonly wrongCodesPerMinuteThrottle: number;

  /** Whether set-up in an ordinary browser tab is allowed, next to the installed app. */
  readonly browserTabSetup: boolean;
  /** Until when a customer may answer 手順1 with あとで設定する; null: never. */
  readonly laterUntilMs: number | null;
  /** Whether the mail of 手順2 carries the address of the token site. */
  readonly mailCarriesLink: boolean;
}

export const defaultPolicy: Policy = {
  tokenAlgorithm: "SHA-256",
  tokenDigits: 8,
  tokenPeriodSeconds: 60,
  windowPastSteps: 1,
  windowFutureSteps: 1,
  driftLimitSeconds: 60 * 60,
  issuanceLifetimeSeconds: 24 * 60 * 60,
  activationTriesPerIssuance: 5,
  issuancesPerDay: 3,
  extraIssuancesPerDay: 3,
  exchangeLifetimeSeconds: 60,
  mailResendsPerIssuance: 5,
  mailResendWaitSeconds: 60,
  wrongCodesUntilPause: 5,
  pauseSeconds: 30 * 60,
  pausesUntilLock: 3,
  wrongCodesUntilLock: 100,
  replaysUntilPause: 20,
  wrongCodesPerMinuteAlarm: 300,
  wrongCodesPerMinuteThrottle: 3_000,
  browserTabSetup: false,
  laterUntilMs: null,
  mailCarriesLink: true,
};
