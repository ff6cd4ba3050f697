// High contrast for charts: the colours of a figure become few and dark, patterns white, marks outlined.

const STRONG = {
  "#0b50d0": "#00205b",
  "#9e6a00": "#7a3e00",
  "#267337": "#000000",
  "#ab2b36": "#8b0012",
  "#6b96c7": "#4b0082",
  "#39506c": "#3d3d3d",
  "#ecf2fe": "#ffffff",
  "#4c87f6": "#9a9a9a",
  "#052561": "#000000",
  "#8a949e": "#58616a",
  "#4a7cb8": "#2f4f7f",
  "#6d7882": "#58616a",
  "#a85a1b": "#7a3e00",
  "#1e2124": "#000000",
  "#ffffff": "#ffffff",
  "rgba(255, 255, 255, 0.45)": "#ffffff",
  "rgba(255, 255, 255, 0.85)": "#ffffff",
  "rgba(107, 150, 199, 0.22)": "rgba(0, 0, 0, 0.18)",
};
const COLOURS = /#[0-9a-f]{6}|rgba\([^)]*\)/g;

/** Whether the reader chose high contrast, or the system asks for it and nobody chose otherwise. */
export function isStrong() {
  const chosen = document.documentElement.dataset.contrast;
  return chosen ? chosen === "more" : window.matchMedia("(prefers-contrast: more)").matches;
}

/** The figure (as JSON text) to draw. */
export function readFigure(text) {
  if (!isStrong()) return JSON.parse(text);
  const figure = JSON.parse(text.replace(COLOURS, (found) => STRONG[found] ?? found));
  for (const trace of figure.data) {
    if (trace.marker) trace.marker = { ...trace.marker, line: { color: "#000000", width: 1, ...trace.marker.line } };
    if (trace.line?.width === 2) trace.line = { ...trace.line, width: 3 };
  }
  return figure;
}
