import { groupServiceId, groupUserId, isServiceId, isUserId } from "@warifu/otp";
import { useEffect, useRef, useState } from "preact/hooks";
import { useApp, useHeldTokens, useWords } from "../../app-context.ts";
import { Notice } from "../../elements/notice.tsx";
import { Page } from "../../elements/page.tsx";
import { TextField } from "../../elements/text-field.tsx";
import { ToTokens } from "../../elements/to-tokens.tsx";
import { hasCamera } from "../../phone/qr-camera.ts";
import { faultsOf, normaliseEntries, type Entries, type EntryFaults, type EntryName } from "../../set-up/entries.ts";
import { loadPhoneHalf } from "../../set-up/phone-half.ts";
import { readIds, type Ids } from "../../ids/read-ids.ts";
import { setUp, type SetUpOutcome } from "../../set-up/set-up.ts";
import { probeStorage, type StorageFinding } from "../../storage/probe.ts";
import { faultText } from "./fault-text.ts";
import { PhoneChecksList } from "./phone-checks.tsx";
import { Scanner } from "./scanner.tsx";
import { SetUpProblem, type Problem } from "./set-up-problem.tsx";
import { words } from "./words.ts";

/** T-120 初期設定 (手順3): the entries, the checks before a try is spent, and the agreement with the service. */
export function SetUp() {
  const app = useApp();
  const text = useWords(words);
  const { tokens } = useHeldTokens();
  const [typed, setTyped] = useState<Entries>(() => ({ ...grouped(app.draft), activationPassword: "" }));
  const [faults, setFaults] = useState<EntryFaults>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  const [storage, setStorage] = useState<StorageFinding>();
  const [attempts, setAttempts] = useState(0);
  const [isWorking, setWorking] = useState(false);
  const [isScanning, setScanning] = useState(false);
  const [isPasswordShown, setPasswordShown] = useState(false);
  const [status, setStatus] = useState<"pasted" | "pastedNothing" | "pasteNotAllowed" | null>(null);
  const isBusy = useRef(false);

  useEffect(() => {
    app.connection.hasten();
    void look();
  }, []);

  async function look(): Promise<StorageFinding> {
    const found = await probeStorage();
    setStorage(found);
    if (found === "blocked") app.replace({ name: "trouble", trouble: { kind: "storageBlocked" } });
    return found;
  }

  function enter(name: EntryName, value: string): void {
    setTyped((before) => ({ ...before, [name]: value }));
  }

  /** Shows an ID in its groups once it is right; says at once when the check character finds a slip; takes back what no longer holds. */
  function tidy(name: EntryName, value: string): void {
    const entries = normaliseEntries({ ...typed, [name]: value });
    const fault = faultsOf(entries)[name];
    setFaults((before) => {
      const others = { ...before };
      delete others[name];
      const isTold = fault !== undefined && (fault.fault === "mistyped" || before[name] !== undefined);
      return isTold ? { ...others, [name]: fault } : others;
    });
    if (fault !== undefined || name === "activationPassword") return;
    setTyped((before) => ({ ...before, ...grouped({ [name]: entries[name] }, before) }));
    app.keepDraft({ ...app.draft, [name]: entries[name] });
  }

  function fillIn(ids: Partial<Ids>): void {
    setTyped((before) => ({ ...before, ...grouped(ids, before) }));
    app.keepDraft({ ...app.draft, ...ids });
    setFaults({});
    const isEmpty = ids.serviceId === undefined && ids.userId === undefined;
    setStatus(isEmpty ? "pastedNothing" : "pasted");
  }

  async function pasteFromClipboard(): Promise<void> {
    try {
      fillIn(readIds(await navigator.clipboard.readText()));
    } catch {
      setStatus("pasteNotAllowed");
    }
  }

  /** Both IDs copied together fill both fields, whichever they are pasted into. */
  function pasteIntoField(event: ClipboardEvent): void {
    const ids = readIds(event.clipboardData?.getData("text") ?? "");
    if (ids.serviceId === undefined || ids.userId === undefined) return;
    event.preventDefault();
    fillIn(ids);
  }

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (isBusy.current) return;
    const entries = normaliseEntries(typed);
    const found = faultsOf(entries);
    setFaults(found);
    setStatus(null);
    setAttempts(attempts + 1);
    if (Object.keys(found).length > 0) return setProblem({ kind: "entries", faults: found });
    isBusy.current = true;
    setProblem(null);
    setWorking(true);
    app.keepDraft({ serviceId: entries.serviceId, userId: entries.userId });
    const outcome = await tryToSetUp(entries);
    isBusy.current = false;
    setWorking(false);
    follow(outcome, entries);
  }

  async function tryToSetUp(entries: Entries): Promise<SetUpOutcome> {
    if ((storage ?? (await look())) === "blocked") return { kind: "storageBlocked" };
    const phoneHalf = await loadPhoneHalf().catch(() => undefined);
    if (phoneHalf === undefined) return { kind: app.connection.state() === "reached" ? "unavailable" : "noNetwork" };
    return await setUp(entries, {
      ...phoneHalf,
      service: app.service,
      keyholder: app.keyholder,
      isInstalled: app.isInstalled,
    });
  }

  /** Five wrong tries end an issuance: what this phone has seen it says, also when it is tried once more later. */
  function follow(outcome: SetUpOutcome, { serviceId, userId }: Entries): void {
    const isUsedUp =
      (outcome.kind === "wrongEntries" && outcome.triesLeft === 0) ||
      (outcome.kind === "refused" && userId === app.usedUpUserId);
    if (isUsedUp) {
      app.noteUsedUp(userId);
      app.keepDraft({ serviceId });
      const { institution } = outcome;
      return app.replace({ name: "trouble", trouble: { kind: "usedUp", institution, userId } });
    }
    switch (outcome.kind) {
      case "done":
        app.keepDraft({});
        return app.replace({ name: "done", tokenId: outcome.tokenId });
      case "unfinished":
        return app.replace({ name: "resume", tokenId: outcome.tokenId });
      case "refused":
        return app.replace({ name: "trouble", trouble: { kind: "refused", institution: outcome.institution } });
      case "storageBlocked":
        return app.replace({ name: "trouble", trouble: { kind: "storageBlocked" } });
      case "installFirst":
        return app.replace({ name: "install" });
      case "unknownService":
        setFaults({ serviceId: { fault: "mistyped" } });
        return setProblem({ kind: "entries", faults: { serviceId: { fault: "mistyped" } } });
      default:
        return setProblem(outcome);
    }
  }

  const errorOf = (name: EntryName): string | undefined => {
    const fault = faults[name];
    return fault && faultText(text, name, fault);
  };

  return (
    <Page screenId="T-120" title={text.title} hasBack>
      {problem !== null && <SetUpProblem key={attempts} problem={problem} />}
      <p class="lead">{text.lead}</p>
      {tokens.length > 0 && (
        <Notice kind="info">
          <p>{text.joins(tokens.length)}</p>
        </Notice>
      )}
      {isScanning ? (
        <Scanner
          onFound={(ids) => {
            setScanning(false);
            fillIn(ids);
          }}
          onStop={() => setScanning(false)}
        />
      ) : (
        <div class="button-row">
          {hasCamera() && (
            <button type="button" class="button button-outline" onClick={() => setScanning(true)}>
              {text.scan}
            </button>
          )}
          {typeof navigator.clipboard?.readText === "function" && (
            <button type="button" class="button button-outline" onClick={() => void pasteFromClipboard()}>
              {text.paste}
            </button>
          )}
        </div>
      )}
      <form noValidate onSubmit={(event) => void submit(event)}>
        <TextField
          id="serviceId"
          label={text.serviceId}
          hint={text.serviceIdHint}
          error={errorOf("serviceId")}
          value={typed.serviceId}
          onInput={(value) => enter("serviceId", value)}
          onLeave={(value) => tidy("serviceId", value)}
          onPaste={pasteIntoField}
          input={{ type: "text", inputMode: "numeric", enterKeyHint: "next" }}
        />
        <TextField
          id="userId"
          label={text.userId}
          hint={text.userIdHint}
          error={errorOf("userId")}
          value={typed.userId}
          onInput={(value) => enter("userId", value)}
          onLeave={(value) => tidy("userId", value)}
          onPaste={pasteIntoField}
          input={{
            type: "text",
            inputMode: "text",

            autocapitalize: "characters",
            enterKeyHint: "next",
          }}
        />
        <TextField
          id="activationPassword"
          label={text.activationPassword}
          hint={text.activationPasswordHint}
          error={errorOf("activationPassword")}
          value={typed.activationPassword}
          onInput={(value) => enter("activationPassword", value)}
          onLeave={(value) => tidy("activationPassword", value)}
          input={{
            type: isPasswordShown ? "text" : "password",
            inputMode: "numeric",

            enterKeyHint: "done",
          }}
        >
          <button
            type="button"
            class="button button-outline button-beside"
            aria-controls="activationPassword"
            aria-pressed={isPasswordShown}
            onClick={() => setPasswordShown(!isPasswordShown)}
          >
            {isPasswordShown ? text.hide : text.show}
          </button>
        </TextField>
        <PhoneChecksList storage={storage} />
        <p role="status" class="status">
          {isWorking ? text.working : status !== null && text[status]}
        </p>
        <button type="submit" class="button" aria-busy={isWorking}>
          {text.submit}
        </button>
      </form>
      <ToTokens />
    </Page>
  );
}

/** IDs as the bank's screen shows them, in groups of four; what is not there stays as it was typed. */
function grouped(ids: Partial<Ids>, before: Ids = { serviceId: "", userId: "" }): Ids {
  const { serviceId = "", userId = "" } = ids;
  return {
    serviceId: isServiceId(serviceId) ? groupServiceId(serviceId) : before.serviceId,
    userId: isUserId(userId) ? groupUserId(userId) : before.userId,
  };
}
