// The links 日本語 / English put the page in the other language in the place of this one, so that what was entered is still there.
// Nothing is sent and nothing stored, for it may be a password. Without this script the link is an ordinary one.
watch();

function watch() {
  for (const link of document.querySelectorAll(".languages a[hreflang]")) {
    link.addEventListener("click", (event) => {
      if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      void change(link.href);
    });
  }
}

/** Another screen may be due by now: then the ordinary way shows it. */
async function change(address) {
  const page = await ask(address);
  if (page !== null && screenOf(page) === screenOf(document)) show(page, address);
  else location.assign(address);
}

/** XMLHttpRequest parses a page without running anything in it. */
function ask(address) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.timeout = 10_000;
    request.addEventListener("loadend", () => resolve(request.status === 200 ? request.responseXML : null));
    request.send();
  });
}

function screenOf(page) {
  return page.querySelector(".screen-id span:last-child")?.textContent ?? "";
}

function show(page, address) {
  const entered = [...document.querySelectorAll("main input[id]")].map(({ id, value }) => [id, value]);
  const unfolded = [...document.querySelectorAll("main details")].map(({ open }) => open);
  document.documentElement.lang = page.documentElement.lang;
  document.title = page.title;
  document.body.replaceWith(document.adoptNode(page.body));
  history.replaceState(history.state, "", address);
  for (const [id, value] of entered) {
    const field = document.getElementById(id);
    if (field !== null) field.value = value;
  }
  for (const [index, details] of [...document.querySelectorAll("main details")].entries()) {
    details.open = unfolded[index] ?? details.open;
  }
  watch();
  document.querySelector(".languages a[hreflang]")?.focus();
}
