import { stepAt, type Step } from "@warifu/otp";
import { useEffect, useRef, useState } from "preact/hooks";
import { useApp } from "../../app-context.ts";
import { secondsLeft, stepToSitOut } from "../../code/countdown.ts";
import type { HeldToken } from "../../keyholder/held-tokens.ts";
import type { Signer } from "../../keyholder/signer.ts";

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
export function useOtp(token: HeldToken, isShown: boolean): OtpNow {
  const { clock, keyholder } = useApp();
  const { periodSeconds } = token.parameters;
  const read = (): Moment => {
    const nowMs = clock.nowMs();
    return { step: stepAt(nowMs, periodSeconds), seconds: secondsLeft(nowMs, periodSeconds) };
  };
  const [moment, setMoment] = useState(read);
  const [made, setMade] = useState<{ step: Step; code: string } | null>(null);
  const [signer, setSigner] = useState<Signer | null>(null);
  const [isBroken, setBroken] = useState(false);
  const satOut = useRef<Step | null>(null);
  const wasShown = useRef(false);
  if (isShown && !wasShown.current) satOut.current = stepToSitOut(clock.nowMs(), periodSeconds);
  wasShown.current = isShown;

  useEffect(() => {
    let isLate = false;
    void keyholder.unlock(token.id).then((unlocked) => {
      if (isLate) return;
      if (unlocked.kind === "unlocked") setSigner(unlocked.signer);
      else setBroken(true);
    });
    return () => {
      isLate = true;
    };
  }, [token.id]);

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
    if (!isShown || signer === null) return undefined;
    let isLate = false;
    const { step } = moment;
    signer.codeAt(step * periodSeconds * 1000).then(
      (code) => {
        if (!isLate) setMade({ step, code });
      },
      () => setBroken(true),
    );
    return () => {
      isLate = true;
    };
  }, [signer, moment.step, isShown]);

  const isSatOut = isShown && satOut.current === moment.step;
  const code = isShown && !isSatOut && made?.step === moment.step ? made.code : null;
  return { code, seconds: moment.seconds, isSatOut, isBroken };
}
