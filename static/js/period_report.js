// Counts what is left to write, and takes back "no change" where something is typed. The server asks for the same.

const SAYS = /[\p{L}\p{N}]/u;

class Line {
  constructor(node) {
    this.node = node;
    this.parts = Object.fromEntries(["text", "unchanged", "reason", "light", "obstacle"].map((name) => [name, this.part(name)]));
    this.begun = this.parts.text.value;
    node.addEventListener("input", (event) => this.changed(event.target));
  }

  part(name) {
    return this.node.querySelector(`[name="${this.node.id}_${name}"]`);
  }

  changed(target) {
    const { text, unchanged, reason } = this.parts;
    if (unchanged && target !== unchanged && target !== reason && this.isWritten(target)) unchanged.checked = false;
    if (target === unchanged && unchanged.checked && text.value !== this.begun) unchanged.checked = this.givesUp(text);
    const now = this.node.querySelector("[data-now]");
    if (now) now.textContent = now.dataset.changed;
  }

  isWritten(target) {
    return target !== this.parts.text || SAYS.test(target.value);
  }

  /** Words are never thrown away by a tick: as long as there are any, they are the report. */
  givesUp(text) {
    return !SAYS.test(text.value);
  }

  /** The field that is still to be filled in, if any. */
  get missing() {
    const { text, unchanged, reason, light, obstacle } = this.parts;
    if (light && !light.value) return light;
    if (light && light.value === "red" && !obstacle?.value) return obstacle ?? light;
    if (this.node.dataset.line === "indicator") return null;
    if (unchanged?.checked) return reason && !SAYS.test(reason.value) ? reason : null;
    return SAYS.test(text.value) ? null : text;
  }
}

const bar = document.querySelector("[data-left]");
const link = bar.querySelector("a");
const lines = [...document.querySelectorAll("[data-line]")].map((node) => new Line(node));

function first() {
  return lines.map((line) => line.missing).find((field) => field);
}

function count() {
  const left = lines.filter((line) => line.missing).length;
  const words = left ? bar.dataset.some.replace("{count}", left) : bar.dataset.none;
  if (link.textContent !== words) link.textContent = words;
  link.setAttribute("href", `#${first()?.id ?? "filled"}`);
}

link.addEventListener("click", (event) => {
  const field = first();
  if (!field) return;
  event.preventDefault();
  const fold = field.closest("details");
  if (fold) fold.open = true;
  field.focus();
});
document.addEventListener("input", count);
count();
