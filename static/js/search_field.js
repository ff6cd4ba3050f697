// "/" goes to the search field of the frame, unless somebody is typing.

const TYPING = "input, textarea, select, [contenteditable]";

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || event.target.closest?.(TYPING)) return;
  const shown = [...document.querySelectorAll("[data-search-field]")].find((field) => field.checkVisibility());
  if (!shown) return;
  event.preventDefault();
  shown.focus();
  shown.select();
});
