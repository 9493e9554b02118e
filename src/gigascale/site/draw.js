// Draws every chart of the page and draws it again when the reader changes the colour theme.
const MODES = __MODES__;
const NARROW = 520;

function currentMode() {
  return document.documentElement.dataset.theme === "dark" ? "dark" : "light";
}

function withLook(config, ...looks) {
  const merged = { ...config };
  for (const look of looks) {
    for (const [part, values] of Object.entries(look)) merged[part] = { ...merged[part], ...values };
  }
  return merged;
}

function forReader(spec, mode, width, columns) {
  const phone = { axisY: { labelLimit: 0.4 * width }, axisX: { tickCount: 4 } };
  const legend = { legend: { labelLimit: width - 50, ...(columns && { columns }) } };
  const config = withLook(spec.config, MODES[mode], width < NARROW ? phone : {}, legend);
  return { ...spec, config: { ...config, font: getComputedStyle(document.body).fontFamily } };
}

function legendFits(view) {
  const right = view.getBoundingClientRect().right + 1;
  return [...view.querySelectorAll(".role-legend")].every((one) => one.getBoundingClientRect().right <= right);
}

async function draw(figure) {
  const mode = currentMode();
  if (figure.dataset.mode === mode) return;
  figure.dataset.mode = mode;
  const view = figure.querySelector(".chart-view");
  const spec = JSON.parse(figure.querySelector(".chart-spec").textContent);
  const options = { mode: "vega-lite", renderer: "svg", actions: false, tooltip: { theme: mode } };
  for (const columns of [undefined, 3, 2, 1]) {
    figure.chart?.finalize();
    figure.chart = await vegaEmbed(view, forReader(spec, mode, view.clientWidth, columns), options);
    if (legendFits(view)) break;
  }
  figure.dataset.drawn = mode;
}

function drawAll() {
  for (const figure of document.querySelectorAll("figure.chart")) draw(figure);
}

drawAll();
new MutationObserver(drawAll).observe(document.documentElement, { attributeFilter: ["data-theme"] });
