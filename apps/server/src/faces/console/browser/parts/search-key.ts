/** "/" leads to the search from anywhere but a field one is typing in. */
export function searchKey(): void {
  const search = document.querySelector<HTMLInputElement>("[data-quick-search]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" && event.key !== "／") return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const { target } = event;
    if (target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null) return;
    if (search === null) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
}
