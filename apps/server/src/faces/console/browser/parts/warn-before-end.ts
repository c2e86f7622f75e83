const warnSeconds = 120;

/** Shows the notice two minutes before the session ends; its button keeps the session, and nothing typed is lost. */
export function warnBeforeEnd(): void {
  const notice = document.querySelector<HTMLElement>("[data-session-seconds]");
  const button = notice?.querySelector("button");
  if (!notice || !button) return;
  const wait = (seconds: number): void => {
    setTimeout(() => (notice.hidden = false), Math.max(0, seconds - warnSeconds) * 1000);
  };
  button.addEventListener("click", () => {
    void extend().then((seconds) => {
      notice.hidden = true;
      wait(seconds);
    }, leave);
  });
  wait(Number(notice.dataset["sessionSeconds"]));
}

async function extend(): Promise<number> {
  const response = await fetch("/session", { method: "POST", redirect: "error" });
  const answered: unknown = response.ok ? await response.json() : null;
  if (typeof answered !== "object" || answered === null || !("seconds" in answered))
    throw new Error("the session has ended");
  return Number(answered.seconds);
}

/** Too late: the sign-in screen says why. */
function leave(): void {
  location.assign("/sign-in?note=ended");
}
