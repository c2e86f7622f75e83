// Asks every two seconds whether a mail came, and only then shows the page anew: whoever is reading is not disturbed.
const shown = document.querySelector("[data-newest]");

setInterval(async () => {
  if (document.hidden) return;
  try {
    const mails = await (await fetch("/messages.json")).json();
    const newest = mails[0]?.receivedAt ?? "";
    if (newest !== shown.dataset.newest || String(mails.length) !== shown.dataset.count) location.reload();
  } catch {
    // The demo has ended or is starting again; the next time will tell.
  }
}, 2000);
