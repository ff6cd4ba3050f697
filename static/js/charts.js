// Draws every element with data-figure (a Plotly figure as JSON) in the colours and type of the page.

import { isStrong, readFigure } from "./contrast.js";
import { fitCells, legendRoom, numberRoom, shortTicks } from "./ticks.js";

const KOREAN = {
  moduleType: "locale",
  name: "ko",
  dictionary: {},
  format: {
    days: ["일요일", "월요일", "화요일", "수요일", "목요일", "금요일", "토요일"],
    shortDays: ["일", "월", "화", "수", "목", "금", "토"],
    months: Array.from({ length: 12 }, (_, index) => `${index + 1}월`),
    shortMonths: Array.from({ length: 12 }, (_, index) => `${index + 1}월`),
    date: "%Y.%m.%d",
  },
};

const SERIES = ["primary-60", "warning-50", "success-60", "point-60", "secondary-40", "graphic-70"];

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--krds-color-light-${name}`).trim();
}

function layoutOf(figure, container) {
  const [grid, edge, ink] = isStrong() ? ["gray-40", "gray-100", "gray-100"] : ["gray-10", "gray-40", "gray-80"];
  const axis = { gridcolor: colour(grid), linecolor: colour(edge), automargin: true, fixedrange: true };
  const given = figure.layout ?? {};
  const sideways = figure.data.some((trace) => trace.orientation === "h");
  return {
    colorway: SERIES.map(colour),
    margin: { t: 16, r: numberRoom(figure.data), b: 40, l: 48 },
    hovermode: "closest",
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    ...given,
    legend: { orientation: "h", x: 0, y: 1, yanchor: "bottom", traceorder: "normal", maxheight: 400, ...given.legend },
    title: undefined,
    template: undefined,
    font: { size: 13, color: colour(ink), ...given.font, family: getComputedStyle(document.body).fontFamily },
    xaxis: { ...axis, showgrid: sideways, ...shortTicks(figure.data, "x", container.clientWidth), ...given.xaxis },
    yaxis: { ...axis, showgrid: !sideways, ...shortTicks(figure.data, "y", container.clientWidth), ...given.yaxis },
    autosize: false,
    width: container.clientWidth,
    height: (given.height ?? container.clientHeight) + legendRoom(figure.data, container.clientWidth),
  };
}

// A chart is as wide as its place: Plotly's own resizing would also forget the height of a long one.
function fit(container, width = container.clientWidth) {
  if (width && container.layout && container.layout.width !== width) window.Plotly.relayout(container, { width });
}

const places = new ResizeObserver((entries) => {
  for (const entry of entries) fit(entry.target);
});

const PAPER = 660; // the width of A4 between its margins
const drawn = () => document.querySelectorAll(".js-plotly-plot");
window.addEventListener("beforeprint", () => drawn().forEach((container) => fit(container, PAPER)));
window.addEventListener("afterprint", () => drawn().forEach((container) => fit(container)));

function draw(container) {
  const figure = readFigure(container.dataset.figure);
  fitCells(figure.data, container.clientWidth);
  const config = {
    displayModeBar: false,
    displaylogo: false,
    showSendToCloud: false,
    locale: document.documentElement.lang === "ko" ? "ko" : "en-US",
  };
  window.Plotly.newPlot(container, figure.data, layoutOf(figure, container), config);
  places.observe(container);
}

window.Plotly.register(KOREAN);
for (const container of document.querySelectorAll("[data-figure]")) draw(container);
document.addEventListener("htmx:load", (event) => {
  for (const container of event.target.querySelectorAll("[data-figure]:not(.js-plotly-plot)")) draw(container);
});
