import { stepAt, type Step } from "@warifu/otp";
import { totpFromCryptoKey } from "@warifu/otp/webcrypto";
import { useEffect, useRef, useState } from "preact/hooks";
import { useApp } from "../../app-context.ts";
import { secondsLeft, stepToSitOut } from "../../code/countdown.ts";
import type { StoredToken } from "../../storage/stored-token.ts";

/** `code` null: being computed, or so late in its time step that the next one is awaited (`isSatOut`). */
export interface OtpNow {
  readonly code: string | null;
  readonly seconds: number;
  readonly isSatOut: boolean;
  /** The key cannot be used. */
  readonly isBroken: boolean;
}

interface Moment {
  readonly step: Step;
  readonly seconds: number;
}

/** Only to look at the clock again: what is shown follows from the clock alone, however late or early this comes. */
const lookEveryMs = 250;

/** The code of this moment. `isShown` false: nothing is computed; coming into sight late in a time step sits it out. */
export function useOtp(token: StoredToken, isShown: boolean): OtpNow {
  const { clock } = useApp();
  const { parameters, protection } = token;
  const { periodSeconds } = parameters;
  const read = (): Moment => {
    const nowMs = clock.nowMs();
    return { step: stepAt(nowMs, periodSeconds), seconds: secondsLeft(nowMs, periodSeconds) };
  };
  const [moment, setMoment] = useState(read);
  const [made, setMade] = useState<{ step: Step; code: string } | null>(null);
  const [isBroken, setBroken] = useState(false);
  const satOut = useRef<Step | null>(null);
  const wasShown = useRef(false);
  if (isShown && !wasShown.current) satOut.current = stepToSitOut(clock.nowMs(), periodSeconds);
  wasShown.current = isShown;

  useEffect(() => {
    const look = (): void => {
      clock.look();
      const next = read();
      setMoment((before) => (before.step === next.step && before.seconds === next.seconds ? before : next));
    };
    const comeBack = (): void => {
      if (document.visibilityState === "visible") satOut.current = stepToSitOut(clock.nowMs(), periodSeconds);
      look();
    };
    const timer = setInterval(look, lookEveryMs);
    const unsubscribe = clock.subscribe(look);
    document.addEventListener("visibilitychange", comeBack);
    return () => {
      clearInterval(timer);
      unsubscribe();
      document.removeEventListener("visibilitychange", comeBack);
    };
  }, [token.id]);

  useEffect(() => {
    if (!isShown) return undefined;
    let isLate = false;
    const { step } = moment;
    totpFromCryptoKey(protection.otpKey, step * periodSeconds * 1000, parameters).then(
      (code) => {
        if (!isLate) setMade({ step, code });
      },
      () => setBroken(true),
    );
    return () => {
      isLate = true;
    };
  }, [token.id, moment.step, isShown]);

  const isSatOut = isShown && satOut.current === moment.step;
  const code = isShown && !isSatOut && made?.step === moment.step ? made.code : null;
  return { code, seconds: moment.seconds, isSatOut, isBroken };
}
