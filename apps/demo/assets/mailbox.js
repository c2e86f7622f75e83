// Asks every two seconds whether a mail came, and only then shows the page anew: whoever is reading is not disturbed.
const shown = document.querySelector("[data-newest]");

async function look() {
  if (document.hidden) return;
  try {
    const mails = await (await fetch("/messages.json")).json();
    const newest = mails[0]?.receivedAt ?? "";
    if (newest !== shown.dataset.newest || String(mails.length) !== shown.dataset.count) location.reload();
  } catch {
    // The demo has ended or is starting again; the next time will tell.
  }
}

setInterval(() => void look(), 2000);
