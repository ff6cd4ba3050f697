// Names too long for the axis of a chart are cut there; the pointer's note and the table below say them whole.

const NARROWEST = 8;
const WIDEST = 20;
const PIXELS_A_SIGN = 24;

/** The part of an axis' layout that shortens its names, empty where all are short; `key` is "x" or "y". */
export function shortTicks(data, key, width) {
  const most = Math.min(WIDEST, Math.max(NARROWEST, Math.floor(width / PIXELS_A_SIGN)));
  const names = [...new Set(data.flatMap((trace) => trace[key] ?? []))].filter((name) => typeof name === "string");
  if (!names.some((name) => name.length > most)) return {};
  return { tickvals: names, ticktext: names.map((name) => (name.length > most ? `${name.slice(0, most - 1)}…` : name)) };
}

const SIDE = 120; // what the names of the rows take at the left
const SMALLEST = 12;

/** Makes the squares of a heat map as small as its columns are narrow. */
export function fitCells(data, width) {
  for (const trace of data) {
    if (trace.mode !== "markers+text" || trace.marker?.symbol !== "square") continue;
    const most = Math.floor((width - SIDE) / new Set(trace.x).size) - 1;
    if (most >= trace.marker.size) continue;
    trace.marker = { ...trace.marker, size: Math.max(SMALLEST, most) };
    trace.textfont = { ...trace.textfont, size: 11 };
  }
}

const KEY = 48; // the sign of a series and the room about its name
const LINE = 20;

/** Pixels a chart needs beyond its height where the names of its series take more than one line. */
export function legendRoom(data, width) {
  const names = [...new Set(data.filter((trace) => trace.showlegend !== false && trace.name).map((trace) => trace.name))];
  if (names.length < 2) return 0;
  const widest = Math.max(...names.map((name) => [...name].reduce((sum, sign) => sum + (sign > "\u1100" ? 13 : 7), KEY)));
  const abreast = Math.max(1, Math.floor((width - KEY) / widest));
  return LINE * (Math.ceil(names.length / abreast) - 1);
}

/** The right margin of a chart: where bars lie, the number of the longest one stands beyond its end. */
export function numberRoom(data) {
  return data.some((trace) => trace.orientation === "h" && trace.textposition === "outside") ? 44 : 16;
}
