// Puts the words the product proposes into the text as soon as they are taken over, with an empty line to go on in.
// Without this script the server takes them over.

function changed(text, words) {
  text.value = words;
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const box of document.querySelectorAll("[data-offer]")) {
  const text = document.getElementById(box.dataset.offer);
  const words = box.value;
  const takeOver = () => text.value.includes(words) || changed(text, [text.value.trim(), words, ""].join("\n").trimStart());
  box.addEventListener("change", () => (box.checked ? takeOver() : changed(text, text.value.replace(words, "").trim())));
  text.addEventListener("input", () => { box.checked = text.value.includes(words); });
}
