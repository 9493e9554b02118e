// Hands the reader's values to the calculator's dataflow, whose expressions Python wrote, and shows
// what it answers; keeps the values in the address.
async function startCalculator(form) {
  const model = JSON.parse(form.querySelector(".calculator-model").textContent);
  const first = model.signals.find((signal) => signal.name === "given").value;
  const chips = model.signals.find((signal) => signal.name === "chips").value;
  const unseen = document.createElement("div");
  const { view } = await vegaEmbed(unseen, model, { mode: "vega", actions: false });
  const controls = [...form.querySelectorAll("[data-name]")].map((box) => ({
    box,
    name: box.dataset.name,
    low: Number(box.dataset.low),
    high: Number(box.dataset.high),
    factor: Number(box.dataset.factor),
    log: "log" in box.dataset,
    field: box.querySelector("input[type=number]"),
    slider: box.querySelector("input[type=range]"),
    unit: box.querySelector(".calculator-unit").textContent,
  }));
  const bases = [...form.querySelectorAll("input[name=basis]")];
  const figure = [...document.querySelectorAll("figure.chart")].find(
    (found) => form.compareDocumentPosition(found) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  const said = form.querySelector(".calculator-copied");
  let given = fromAddress();
  let bars = [];
  let asked = false;

  function startOf(chip) {
    const start = { ...first, chip };
    for (const { name } of controls) if (name in chips[chip]) start[name] = chips[chip][name]?.[0] ?? null;
    return start;
  }

  function fitted({ low, high }, value) {
    return Math.min(high, Math.max(low, Number(value.toPrecision(12))));
  }

  function fromAddress() {
    const words = new URLSearchParams(location.hash.slice(1));
    const chip = words.get("chip");
    const found = startOf(chip !== null && Object.hasOwn(chips, chip) ? chip : first.chip);
    if (bases.some((base) => base.value === words.get("basis"))) found.basis = words.get("basis");
    for (const control of controls) {
      const text = words.get(control.name)?.trim();
      if (text && Number.isFinite(Number(text))) found[control.name] = fitted(control, Number(text));
    }
    return found;
  }

  function toAddress() {
    const start = startOf(given.chip);
    const words = new URLSearchParams({ chip: given.chip, basis: given.basis });
    for (const { name } of controls) {
      if (name === "power_w" || given[name] !== start[name]) words.set(name, String(given[name]));
    }
    history.replaceState(history.state, "", `#${words}`);
  }

  function show({ name, low, high, factor, log, field, slider, unit }) {
    const value = given[name];
    const text = value === null ? "" : String(Number((value / factor).toPrecision(6)));
    if (document.activeElement !== field) field.value = text;
    const at = value ?? low;
    slider.value = log ? (1000 * Math.log(at / low)) / Math.log(high / low) : at / factor;
    slider.setAttribute("aria-valuetext", value === null ? "not known" : `${text} ${unit}`);
  }

  function showAll() {
    for (const control of controls) show(control);
    for (const base of bases) base.checked = base.value === given.basis;
    form.elements.chip.value = given.chip;
    ask();
  }

  function set(control, value) {
    given[control.name] = fitted(control, value);
    show(control);
    toAddress();
    ask();
  }

  function ask() {
    if (asked) return;
    asked = true;
    requestAnimationFrame(async () => {
      asked = false;
      await view.signal("given", { ...given }).runAsync();
      answer();
    });
  }

  function answer() {
    const found = {};
    for (const row of view.data("answers")) (found[row.quantity] ??= []).push(row);
    const told = (name) => found[name].map((row) => row.text);
    for (const row of form.querySelectorAll("[data-quantity]")) {
      const [low, middle, high] = told(row.dataset.quantity);
      row.cells[1].textContent = middle || "not known";
      row.cells[2].textContent = middle ? (low === high ? "as set" : `${low} to ${high}`) : "";
    }
    bars = [...form.querySelectorAll("[data-part]")].flatMap((row) => {
      const [low, middle, high] = found[row.dataset.quantity].map(({ value }) => value);
      const ends = { capex_usd: middle, capex_usd_low: low, capex_usd_high: high };
      return Number.isFinite(middle) ? [{ part: row.cells[0].textContent, ...ends }] : [];
    });
    const short = (name) => told(name)[1] || "not known";
    form.querySelector(".calculator-summary").textContent =
      `${short("accelerators")} accelerators · ${short("capex_usd_total")} to build · ` +
      `${short("cost_usd_per_accelerator_hour")} an hour`;
    speak();
    drawBars();
  }

  let speaking;
  function speak() {
    clearTimeout(speaking);
    const summary = form.querySelector(".calculator-summary").textContent;
    speaking = setTimeout(() => (form.querySelector(".calculator-spoken").textContent = summary), 600);
  }

  function drawBars() {
    const chart = figure?.chart;
    if (!chart) return;
    chart.view.data(chart.spec.data.name, bars.map((bar) => ({ ...bar }))).runAsync();
    const said = bars.map(({ part }) => `${part} ${partText(part)}`).join(", ");
    figure.querySelector("[role=img]").setAttribute(
      "aria-label",
      `Capital cost by part, median and 90% interval: ${said}.`,
    );
  }

  function partText(part) {
    const rows = [...form.querySelectorAll("[data-part]")];
    const { cells } = rows.find((row) => row.cells[0].textContent === part);
    return `${cells[1].textContent} (${cells[2].textContent})`;
  }

  for (const control of controls) {
    const { field, slider, low, high, factor, log } = control;
    slider.addEventListener("input", () => {
      const place = Number(slider.value);
      set(control, log ? Number((low * (high / low) ** (place / 1000)).toPrecision(3)) : place * factor);
    });
    field.addEventListener("input", () => {
      if (!field.value.trim()) return;
      const wanted = Number(field.value) * factor;
      set(control, wanted);
      const outside = wanted < low || wanted > high;
      said.textContent = outside ? `Only ${low / factor} to ${high / factor} ${control.unit} can be set.` : "";
    });
    field.addEventListener("blur", () => show(control));
  }
  for (const base of bases) {
    base.addEventListener("change", () => {
      given.basis = base.value;
      toAddress();
      ask();
    });
  }
  form.elements.chip.addEventListener("change", () => {
    const chip = form.elements.chip.value;
    const differs = (name) => String(chips[given.chip][name]) !== String(chips[chip][name]);
    const start = startOf(chip);
    for (const { name } of controls) if (name in chips[chip] && differs(name)) given[name] = start[name];
    given.chip = chip;
    toAddress();
    showAll();
  });
  form.elements.reset.addEventListener("click", () => {
    given = startOf(first.chip);
    toAddress();
    showAll();
  });
  form.elements.copy.addEventListener("click", async () => {
    toAddress();
    try {
      await navigator.clipboard.writeText(location.href);
      said.textContent = "Copied.";
    } catch {
      said.textContent = "The address of this page is the link.";
    }
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", () => {
    if (!location.hash.includes("=")) return;
    given = fromAddress();
    showAll();
  });
  figure?.addEventListener("drawn", drawBars);
  form.model = view;
  showAll();
}

for (const form of document.querySelectorAll("form.calculator")) startCalculator(form);
