// Arrow keys walk the board: up and down within a stage, left and right between stages.

function cardsOf(column) {
  return [...column.querySelectorAll(".board-card > a")];
}

function neighbour(link, key) {
  const column = link.closest(".board-column");
  const cards = cardsOf(column);
  const index = cards.indexOf(link);
  if (key === "ArrowDown") return cards[index + 1];
  if (key === "ArrowUp") return cards[index - 1];
  const columns = [...column.parentElement.children];
  const step = key === "ArrowRight" ? 1 : -1;
  for (let at = columns.indexOf(column) + step; columns[at]; at += step) {
    const others = cardsOf(columns[at]);
    if (others.length) return others[Math.min(index, others.length - 1)];
  }
  return undefined;
}

for (const board of document.querySelectorAll("[data-board]")) {
  board.addEventListener("keydown", (event) => {
    const link = event.target.closest(".board-card > a");
    if (!link || !event.key.startsWith("Arrow")) return;
    const next = neighbour(link, event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}
