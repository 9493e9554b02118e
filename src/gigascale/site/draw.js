// Draws every chart of the page and draws it again when the reader changes the colour theme.
const MODES = __MODES__;
const NARROW = 520;

function currentMode() {
  return document.documentElement.dataset.theme === "dark" ? "dark" : "light";
}

function forReader(spec, mode, width) {
  const font = getComputedStyle(document.body).fontFamily;
  const narrow = width < NARROW ? { legend: { columns: 2 }, axisY: { labelLimit: 110 }, axisX: { tickCount: 4 } } : {};
  return { ...spec, config: vegaEmbed.vega.mergeConfig({}, spec.config, MODES[mode], narrow, { font }) };
}

async function draw(figure) {
  const mode = currentMode();
  if (figure.dataset.mode === mode) return;
  figure.dataset.mode = mode;
  const view = figure.querySelector(".chart-view");
  const spec = JSON.parse(figure.querySelector(".chart-spec").textContent);
  figure.chart?.finalize();
  figure.chart = await vegaEmbed(view, forReader(spec, mode, view.clientWidth), {
    mode: "vega-lite",
    renderer: "svg",
    actions: false,
    tooltip: { theme: mode },
  });
  figure.dataset.drawn = mode;
}

function drawAll() {
  for (const figure of document.querySelectorAll("figure.chart")) draw(figure);
}

drawAll();
new MutationObserver(drawAll).observe(document.documentElement, { attributeFilter: ["data-theme"] });
