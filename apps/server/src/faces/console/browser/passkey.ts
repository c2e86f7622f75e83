import { browserSupportsWebAuthn, startAuthentication, startRegistration } from "@simplewebauthn/browser";

/** Wakes the passkey button of C-100 and C-102: asks for options, lets the device answer, sends the answer. */
const box = document.querySelector<HTMLElement>("[data-passkey]");
const button = box?.querySelector("button");
const answer = box?.querySelector<HTMLElement>("[role=status]");

if (box && button && answer) {
  if (browserSupportsWebAuthn()) {
    button.hidden = false;
    button.addEventListener("click", () => void run(box, button, answer));
  } else {
    answer.textContent = box.dataset["wordsUnsupported"] ?? "";
  }
}

async function run(box: HTMLElement, button: HTMLButtonElement, answer: HTMLElement): Promise<void> {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  answer.textContent = box.dataset["wordsWaiting"] ?? "";
  try {
    location.assign(await (box.dataset["passkey"] === "register" ? register() : signIn()));
  } catch {
    // The device says little on purpose, and the service says no more: one sentence for every reason.
    answer.textContent = box.dataset["wordsFailed"] ?? "";
  } finally {
    button.removeAttribute("aria-busy");
  }
}

async function signIn(): Promise<string> {
  const options = await post("/sign-in/options", {});
  const response = await startAuthentication({
    optionsJSON: options as Parameters<typeof startAuthentication>[0]["optionsJSON"],
  });
  return nextOf(await post("/sign-in/passkey", response));
}

async function register(): Promise<string> {
  const options = await post("/passkeys/options", {});
  const response = await startRegistration({
    optionsJSON: options as Parameters<typeof startRegistration>[0]["optionsJSON"],
  });
  return nextOf(await post("/passkeys", response));
}

async function post(path: string, body: unknown): Promise<unknown> {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    redirect: "error",
  });
  if (!response.ok) throw new Error(`answered ${response.status}`);
  return response.json();
}

function nextOf(answered: unknown): string {
  if (typeof answered !== "object" || answered === null || !("next" in answered)) throw new Error("no way on");
  const { next } = answered;
  if (typeof next !== "string" || !next.startsWith("/") || next.startsWith("//")) throw new Error("no way on");
  return next;
}
