/** Buttons `data-copy="TEXT"` wake up, put their text on the clipboard and say so for a moment in their own words. */
export function watchCopyButtons(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    const label = button.textContent ?? "";
    button.hidden = false;
    button.addEventListener("click", () => {
      void copy(button, label);
    });
  }
}

async function copy(button: HTMLButtonElement, label: string): Promise<void> {
  const copied = await written(button.dataset["copy"] ?? "");
  if (!copied) selectBeside(button);
  const words = copied ? button.dataset["wordsCopied"] : undefined;
  if (words === undefined) return;
  button.textContent = words;
  announce(words);
  setTimeout(() => {
    button.textContent = label;
  }, 3000);
}

async function written(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Where the clipboard is not to be had, the value is at least selected, for the person's own copy. */
function selectBeside(button: HTMLButtonElement): void {
  const value = button.parentElement?.querySelector(".value-mono");
  if (value !== null && value !== undefined) getSelection()?.selectAllChildren(value);
}

/** One line for screen readers, made when it is first needed. */
function announce(text: string): void {
  let line = document.querySelector<HTMLElement>("[data-announce]");
  if (line === null) {
    line = document.createElement("p");
    line.className = "visually-hidden";
    line.setAttribute("role", "status");
    line.dataset["announce"] = "";
    document.body.append(line);
  }
  line.textContent = text;
}
