// Draws every chart of the page and draws it again when the reader changes the colour theme.
const MODES = __MODES__;
const NARROW = 520;
const PHONE = { axisX: { tickCount: 4 }, legend: { columns: 2 } };

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

function forReader(spec, mode, width) {
  const narrow = width < NARROW;
  const config = withLook(spec.config, MODES[mode], narrow ? PHONE : {});
  const own = narrow ? spec.usermeta?.narrow : {};
  return { ...spec, ...own, config: { ...config, font: getComputedStyle(document.body).fontFamily } };
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
  figure.dispatchEvent(new Event("drawn"));
}

function drawAll() {
  for (const figure of document.querySelectorAll("figure.chart")) draw(figure);
}

drawAll();
new MutationObserver(drawAll).observe(document.documentElement, { attributeFilter: ["data-theme"] });
