// Keeps the tour page up to date: asks for news, is answered when there are some, and asks again.
const tour = document.querySelector("[data-tour]");
const phone = document.querySelector("[data-phone] a");
const askAgainMs = 1000;

// A window of a phone's size, as wide and high as this screen allows.
phone?.addEventListener("click", (event) => {
  event.preventDefault();
  const height = Math.min(844, screen.availHeight);
  window.open(phone.href, "_blank", `popup,noopener,width=390,height=${height}`);
});

if (tour) void follow(tour);

async function follow(place) {
  const words = JSON.parse(place.dataset.states);
  const address = new URL(location.href);
  const wishes = new URLSearchParams({ as: address.searchParams.get("as") ?? "", lang: document.documentElement.lang });
  let seen = place.dataset.revision;
  for (;;) {
    try {
      const answer = await fetch(`/news.json?${wishes}&seen=${seen}`);
      if (!answer.ok) throw new Error(String(answer.status));
      const view = await answer.json();
      seen = view.revision;
      hide("[data-demo-away]", true);
      show(view, words);
    } catch {
      hide("[data-demo-away]", false);
      // The demo that starts again counts from the beginning.
      seen = "";
      await new Promise((resolve) => setTimeout(resolve, askAgainMs));
    }
  }
}

function show(view, words) {
  for (const [key, state] of Object.entries(view.steps)) mark(`[data-step="${key}"]`, state, words);
  for (const [key, isDone] of Object.entries(view.later))
    mark(`[data-later="${key}"]`, isDone ? "done" : "ahead", words);
  hide("[data-feed-away]", view.isAnswering);
  hide("[data-finished]", !view.isFinished);
  hide("[data-used-up]", !view.isUsedUp);
  hide("[data-no-happenings]", view.happenings.length > 0);
  const list = document.querySelector("[data-happenings]");
  const told = JSON.stringify(view.happenings);
  // Written only when it says something else: a screen reader would read it all again.
  if (list.dataset.told === told) return;
  list.dataset.told = told;
  list.replaceChildren(...view.happenings.map(happening));
}

function mark(selector, state, words) {
  const item = document.querySelector(selector);
  if (item.dataset.state === state) return;
  item.dataset.state = state;
  item.querySelector("[data-state-text]").textContent = words[state];
  if (state === "current") item.setAttribute("aria-current", "step");
  else item.removeAttribute("aria-current");
  // One filled button on the page: that of the step to take now.
  for (const button of item.querySelectorAll("a.button")) {
    button.classList.toggle("button-primary", state === "current");
    button.classList.toggle("button-secondary", state !== "current");
  }
  // Whoever reads the reason of a step that is done is not interrupted.
  if (state === "current") item.querySelector("details")?.setAttribute("open", "");
}

function happening({ when, text }) {
  const item = document.createElement("li");
  const time = document.createElement("time");
  time.textContent = when;
  item.append(time, ` ${text}`);
  return item;
}

function hide(selector, isHidden) {
  document.querySelector(selector).hidden = isHidden;
}
