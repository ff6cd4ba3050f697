// Small helpers for every page. Nothing here is needed for a page to work.
import "./folds.js";
import "./print.js";
import "./search_field.js";

const RELEASE_AFTER = 8000;
const snapshots = new WeakMap();

/** What the person would send now, as text, to compare with what the page came with. */
function snapshot(form) {
  const parts = [];
  for (const [name, value] of new FormData(form)) {
    if (name !== "csrf_token" && name !== "idempotency_key") parts.push(`${name}=${value.name ?? value}`);
  }
  return parts.join("&");
}

function watchForms(root) {
  for (const form of root.querySelectorAll("form[data-unsaved]")) {
    if (!snapshots.has(form)) snapshots.set(form, snapshot(form));
  }
}

function hasUnsavedChanges() {
  return [...document.querySelectorAll("form[data-unsaved]")].some(
    (form) => !form.dataset.sent && snapshots.has(form) && snapshots.get(form) !== snapshot(form),
  );
}

function release(form) {
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
}

/** A second press within a moment sends nothing; the button keeps its name and value. */
function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
  setTimeout(release, RELEASE_AFTER, form);
}

/** Tables that are wider than the screen can be reached and scrolled by keyboard; others are no stop. */
function markWideTables() {
  for (const region of document.querySelectorAll(".table-region, .board-region")) {
    const wide = region.scrollWidth > region.clientWidth + 1;
    region.classList.toggle("is-wide", wide);
    if (wide) region.tabIndex = 0;
    else region.removeAttribute("tabindex");
  }
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(except)) menu.open = false;
  }
}

document.addEventListener("submit", sendOnce);
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && event.target.closest?.("details[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
window.addEventListener("beforeunload", (event) => hasUnsavedChanges() && event.preventDefault());
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
window.addEventListener("resize", markWideTables);
document.addEventListener("toggle", markWideTables, true);
document.addEventListener("htmx:load", (event) => { watchForms(event.target); markWideTables(); });

watchForms(document);
markWideTables();
document.querySelector("[data-error-summary]")?.focus();
