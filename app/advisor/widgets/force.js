// A strip of contributions: what raises the risk runs in from the left, what lowers it from the
// right, and they meet at the client's own risk. Widths are log-odds, where contributions add up;
// the axis is labelled in probabilities, so no log-odds are ever shown.

const MARGIN = 1;
const HEIGHT = 96;
const AXIS = 46; // y of the axis, just above the strip
const STRIP = { top: 50, bottom: 88 };
const NOSE = 7; // how far a segment points towards the output
const LABEL = 80; // narrowest segment, in px, that carries its label under it
const NARROW = 520; // strips narrower than this list their heaviest items instead
const LISTED = 4;
const NARROWEST = 0.4; // log-odds shown when nothing contributes
const SPOKEN = 3; // items named by the summary

// Percentages an axis may be labelled with, roundest first; any whole one when those give too few.
const ROUNDEST = [10, 50, 1, 90, 99, 0.1, 99.9, 5, 20, 2, 0.5, 80, 95, 98, 30, 70, 0.2, 40, 60, 15, 3, 7, 4, 6, 8, 12, 25];
const WHOLE = Array.from({ length: 99 }, (_, index) => index + 1);
const ENOUGH = 3;

const logOdds = (p) => Math.log(p / (1 - p));
const sum = (values) => values.reduce((total, value) => total + value, 0);

class View {
  constructor(model, el) {
    this.model = model;
    this.active = 0;
    this.segments = [];
    this.build(el);
    this.show = () => this.update();
    this.events = ["change:explanation", "change:texts", "change:locale"];
    for (const event of this.events) model.on(event, this.show);
    this.observer = new ResizeObserver(() => this.place());
    this.observer.observe(this.root);
    this.update();
  }

  build(el) {
    this.root = written("div", "pad-force", el);
    this.title = written("div", "pad-force-title", this.root);
    this.summary = written("div", "pad-force-hidden", this.root);
    this.summary.setAttribute("role", "status");
    this.empty = written("p", "pad-force-empty", this.root);
    this.body = written("div", "pad-force-body", this.root);
    this.legend = written("div", "pad-force-legend", this.body);
    this.raises = written("span", "pad-force-up", this.legend);
    this.lowers = written("span", "pad-force-down", this.legend);
    this.buildStrip();
    this.labels = written("div", "pad-force-labels", this.body);
    this.labels.setAttribute("aria-hidden", "true"); // the segments say it already
    this.detail = written("p", "pad-force-detail", this.body);
    this.buildTable();
  }

  buildStrip() {
    this.svg = drawn("svg", { role: "group", class: "pad-force-strip", height: HEIGHT }, this.body);
    this.bars = drawn("g", {}, this.svg);
    this.marks = drawn("g", { "aria-hidden": "true" }, this.svg);
    this.baseLine = drawn("line", { class: "pad-force-base-line" }, this.marks);
    this.base = drawn("text", { class: "pad-force-base", y: 15 }, this.marks);
    this.outputLine = drawn("line", { class: "pad-force-output-line" }, this.marks);
    this.output = drawn("text", { class: "pad-force-output", y: 15 }, this.marks);
    this.axis = drawn("g", { class: "pad-force-axis", "aria-hidden": "true" }, this.svg);
    this.svg.addEventListener("keydown", (event) => this.step(event));
  }

  buildTable() {
    this.details = written("details", "pad-force-details", this.body);
    this.opener = written("summary", "", this.details);
    this.table = written("table", "pad-force-table", this.details);
    this.caption = written("caption", "pad-force-hidden", this.table);
    this.head = written("tr", "", written("thead", "", this.table));
    this.rows = written("tbody", "", this.table);
  }

  // Everything that depends on what is shown; `place` adds what depends on the width.
  update() {
    const texts = this.model.get("texts");
    const explanation = this.model.get("explanation");
    const known = "items" in explanation;
    this.title.textContent = this.caption.textContent = texts.title ?? "";
    this.empty.textContent = known ? "" : (texts.empty ?? "");
    this.empty.hidden = known;
    this.body.hidden = !known;
    if (!known) return this.clear();
    this.read(texts, explanation);
    this.say(texts);
    this.fillSegments(texts);
    this.fillTable(texts);
    this.place();
  }

  // Nothing of the last client stays behind, not even hidden.
  clear() {
    this.segments = [];
    for (const node of [this.summary, this.bars, this.labels, this.detail, this.rows]) node.replaceChildren();
  }

  // Largest next to the output on both sides; a contribution of 0 neither raises nor lowers.
  read(texts, { base, raw, base_probability, probability, items }) {
    const moving = items.filter((item) => item.contribution !== 0);
    const whole = sum(moving.map((item) => Math.abs(item.contribution)));
    this.told = moving.map((item) => this.tell(texts, item, Math.abs(item.contribution) / whole));
    const largest = [...this.told].sort((one, other) => other.size - one.size);
    largest.forEach((item, rank) => (item.rank = rank));
    const up = largest.filter((item) => item.up);
    const down = largest.filter((item) => !item.up);
    let edge = raw;
    for (const item of up) {
      item.to = edge;
      item.from = edge -= item.size;
    }
    edge = raw;
    for (const item of down) {
      item.from = edge;
      item.to = edge += item.size;
    }
    const chances = { base: base_probability, output: probability };
    this.shown = { base, raw, chances, run: [...up.reverse(), ...down] };
  }

  tell(texts, { label, value, contribution }, weight) {
    const up = contribution > 0;
    const name = value ? filled(texts.item, { label, value }) : label;
    const effect = up ? texts.raises : texts.lowers;
    const arrow = up ? "▲" : "▼";
    return { label, value, up, weight, effect, arrow, size: Math.abs(contribution), sentence: `${name} — ${effect}` };
  }

  say(texts) {
    const { chances } = this.shown;
    this.svg.setAttribute("aria-label", texts.title);
    this.raises.textContent = `▲\u00a0${texts.raises}`;
    this.lowers.textContent = `${texts.lowers}\u00a0▼`;
    this.base.textContent = `${texts.base} ${this.percent(chances.base)}`;
    this.output.textContent = this.percent(chances.output);
    this.detail.textContent = texts.hint;
    const own = filled(texts.item, { label: texts.output, value: this.output.textContent });
    const first = this.told.slice(0, SPOKEN).map((item) => item.sentence);
    this.summary.textContent = [own, ...first].join(". ") + ".";
  }

  // Probabilities are calibrated: those of the two ends, which are known, tell where others lie.
  placed(chance) {
    const { base, raw, chances } = this.shown;
    const [start, end] = [logOdds(chances.base), logOdds(chances.output)];
    const stretch = end === start ? 1 : (raw - base) / (end - start);
    return base + (logOdds(chance) - start) * stretch;
  }

  percent(value, digits = 1) {
    return percent(value, this.model.get("locale"), digits);
  }

  fillSegments(texts) {
    const focused = this.bars.contains(document.activeElement);
    const { run } = this.shown;
    this.active = Math.max(0, focused ? Math.min(this.active, run.length - 1) : run.indexOf(this.told[0]));
    this.labels.lang = this.model.get("locale");
    this.labels.replaceChildren();
    this.segments = run.map((item, index) => this.segment(item, index, texts));
    this.bars.replaceChildren(...this.segments.map(({ node }) => node));
    if (focused) this.segments[this.active]?.node.focus();
  }

  segment(item, index, texts) {
    const side = item.up ? "up" : "down";
    const node = drawn("g", { class: `pad-force-segment pad-force-${side}`, role: "img", "aria-label": item.sentence });
    node.setAttribute("tabindex", index === this.active ? 0 : -1);
    const shape = drawn("path", {}, node);
    const label = written("div", `pad-force-label pad-force-${side}`, this.labels);
    written("strong", "", label, { text: `${item.arrow} ${item.label}` });
    written("span", "", label, { text: item.value });
    const point = () => this.point(index, texts);
    for (const event of ["pointerenter", "focus"]) node.addEventListener(event, point);
    return { item, node, shape, label };
  }

  point(index, texts) {
    const { item, node } = this.segments[index];
    const share = filled(texts.share, { share: this.percent(item.weight, 0) });
    this.detail.textContent = `${item.arrow} ${item.sentence} · ${share}`;
    for (const segment of this.segments) segment.node.classList.toggle("pad-force-current", segment.node === node);
  }

  // One Tab stop for the strip; arrows, Home and End move inside it.
  step(event) {
    const last = this.segments.length - 1;
    const moves = { ArrowRight: this.active + 1, ArrowLeft: this.active - 1, Home: 0, End: last };
    if (!(event.key in moves) || last < 0) return;
    event.preventDefault();
    this.segments[this.active].node.setAttribute("tabindex", -1);
    this.active = Math.min(last, Math.max(0, moves[event.key]));
    this.segments[this.active].node.setAttribute("tabindex", 0);
    this.segments[this.active].node.focus();
  }

  fillTable(texts) {
    this.opener.textContent = texts.table;
    const columns = [texts.column_item, texts.column_value, texts.column_effect, texts.column_share];
    this.head.replaceChildren();
    for (const column of columns) written("th", "", this.head, { text: column }).scope = "col";
    const heaviest = Math.max(...this.told.map((item) => item.weight), Number.EPSILON);
    this.rows.replaceChildren();
    for (const item of this.told) this.fillRow(item, heaviest);
  }

  fillRow(item, heaviest) {
    const row = written("tr", item.up ? "pad-force-up" : "pad-force-down", this.rows);
    written("th", "", row, { text: item.label }).scope = "row";
    written("td", "", row, { text: item.value });
    written("td", "pad-force-effect", row, { text: `${item.arrow} ${item.effect}` });
    const cell = written("td", "pad-force-share", row);
    written("span", "pad-force-weight", cell).style.width = `${(50 * item.weight) / heaviest}%`;
    written("span", "", cell, { text: this.percent(item.weight, 0) });
  }

  // Everything that depends on the width, in real pixels: type keeps its size on any screen.
  place() {
    const width = this.root.clientWidth;
    if (this.body.hidden || width === 0) return;
    this.narrow = width < NARROW;
    this.root.classList.toggle("pad-force-narrow", this.narrow);
    const { base, raw, run } = this.shown;
    const middle = (NARROWEST - sum(run.map((item) => item.to - item.from))) / 2;
    const low = Math.min(raw, ...run.map((item) => item.from)) - Math.max(0, middle);
    const high = Math.max(raw, ...run.map((item) => item.to)) + Math.max(0, middle);
    this.x = (value) => MARGIN + ((value - low) / (high - low)) * (width - 2 * MARGIN);
    set(this.svg, { width, viewBox: `0 0 ${width} ${HEIGHT}` });
    for (const segment of this.segments) this.placeSegment(segment);
    this.labels.hidden = this.segments.every(({ label }) => label.hidden);
    this.placeMarks(width, this.x(base), this.x(raw));
    this.placeAxis(width, low, high);
  }

  // Noses and notches fit into one another; where the two sides meet, both are flat.
  placeSegment({ item, shape, label }) {
    const [from, to] = [this.x(item.from), this.x(item.to)];
    const { raw } = this.shown;
    const [left, right] = [item.from, item.to].map((edge) => (edge === raw ? 0 : item.up ? NOSE : -NOSE));
    const half = (STRIP.bottom - STRIP.top) / 2;
    const [start, end] = [from.toFixed(2), to.toFixed(2)];
    shape.setAttribute(
      "d",
      `M${start} ${STRIP.top} H${end} l${right} ${half} l${-right} ${half} H${start} l${left} ${-half} Z`,
    );
    label.hidden = this.narrow ? item.rank >= LISTED : to - from < LABEL;
    label.style.order = item.rank;
    label.style.left = `${from}px`;
    label.style.width = this.narrow ? "" : `${to - from}px`;
  }

  placeMarks(width, base, output) {
    set(this.outputLine, { x1: output, x2: output, y1: 20, y2: STRIP.bottom + 5 });
    set(this.baseLine, { x1: base, x2: base, y1: 20, y2: STRIP.bottom + 5 });
    const room = (text) => text.getComputedTextLength() / 2;
    const inside = (x, half) => Math.min(width - half, Math.max(half, x));
    const own = inside(output, room(this.output));
    this.output.setAttribute("x", own);
    const half = room(this.base);
    const apart = room(this.output) + half + 12;
    const beside = base < output ? [own - apart, own + apart] : [own + apart, own - apart];
    const places = [Math.abs(inside(base, half) - own) >= apart ? base : beside[0], ...beside];
    const place = places.find((x) => Math.abs(inside(x, half) - own) >= apart - 0.5);
    this.base.style.visibility = place === undefined ? "hidden" : "visible";
    this.base.setAttribute("x", inside(place ?? base, half));
  }

  placeAxis(width, low, high) {
    const gap = Math.max(52, width / 12);
    const output = this.x(this.shown.raw);
    const chosen = [];
    for (const round of [...ROUNDEST, ...WHOLE]) {
      if (chosen.length >= ENOUGH && !ROUNDEST.includes(round)) break;
      const value = this.placed(round / 100);
      const x = this.x(value);
      const free = Math.abs(output - x) >= 20 && chosen.every((other) => Math.abs(other.x - x) >= gap);
      if (value >= low && value <= high && x > 20 && x < width - 20 && free) chosen.push({ x, round });
    }
    const marks = chosen.flatMap(({ x, round }) => {
      const tick = drawn("line", { x1: x, x2: x, y1: AXIS - 5, y2: AXIS });
      const label = drawn("text", { x, y: AXIS - 9 });
      label.textContent = this.percent(round / 100, Number.isInteger(round) ? 0 : 1);
      return [tick, label];
    });
    const line = drawn("line", { x1: MARGIN, x2: width - MARGIN, y1: AXIS, y2: AXIS });
    this.axis.replaceChildren(line, ...marks);
  }

  destroy() {
    this.observer.disconnect();
    for (const event of this.events) this.model.off(event, this.show);
    this.root.remove();
  }
}

export default {
  render({ model, el }) {
    const view = new View(model, el);
    return () => view.destroy();
  },
};
