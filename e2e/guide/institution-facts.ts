/** What the guide says about one institution; all of it comes from the running system. */
export interface InstitutionFacts {
  readonly serviceId: string;
  /** Domain that sends the mail of 手順2. */
  readonly senderDomain: string;
  readonly texts: {
    readonly nameJa: string;
    readonly nameEn: string;
    readonly supportPhone: string;
    readonly supportHoursJa: string;
    readonly supportHoursEn: string;
  };
  /** The part of the policy that customers are told. */
  readonly policy: {
    readonly tokenDigits: number;
    readonly tokenPeriodSeconds: number;
    readonly windowPastSteps: number;
    readonly issuanceLifetimeSeconds: number;
    readonly activationTriesPerIssuance: number;
    readonly issuancesPerDay: number;
    readonly mailResendsPerIssuance: number;
    readonly mailResendWaitSeconds: number;
    readonly wrongCodesUntilPause: number;
    readonly pauseSeconds: number;
    readonly mailCarriesLink: boolean;
  };
}
