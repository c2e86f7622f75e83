/** 表示する / 隠す: one button for each hidden field, in the page but asleep until this wakes it up. */
export function watchShowButtons(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-show]")) {
    const field = document.getElementById(button.dataset["show"] ?? "");
    if (!(field instanceof HTMLInputElement)) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      const shows = field.type === "password";
      field.type = shows ? "text" : "password";
      button.setAttribute("aria-pressed", String(shows));
      button.textContent = (shows ? button.dataset["wordsHide"] : button.dataset["wordsShow"]) ?? "";
    });
  }
}
