// Keys on a scoring sheet: Enter in a mark goes to the next mark, Ctrl+Enter saves and goes on. Works without, too.

const form = document.getElementById("sheet");
const marks = [...form.querySelectorAll("[data-mark]")];
const next = form.querySelector("button[name=intent][value=next]");

/** A mark at either end needs a note: its place opens by itself. */
form.addEventListener("input", ({ target }) => {
  const mark = target.value.trim() === "" ? NaN : Number(target.value);
  const asks = mark >= Number(target.dataset.high) || mark <= Number(target.dataset.low);
  if (marks.includes(target) && asks) target.closest(".card").querySelector("details").open = true;
});

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    next.click();
    return;
  }
  const at = marks.indexOf(event.target);
  if (at < 0) return;
  event.preventDefault(); // a mark alone hands nothing in
  const following = marks[at + 1] ?? form.elements.namedItem("note");
  following.focus();
  if (following.select) following.select();
});
