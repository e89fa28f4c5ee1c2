// A half-circle gauge: the probability on its scale, how far it may be off, the threshold, the decision in words.
//
// The scale is the square root of the probability. Nearly all clients lie under 30 % and the
// threshold near 9 %: on an even scale all that matters would share the first quarter of the arc.
// The square root gives 0–30 % more than half of it, without a break and without hiding the rest,
// and every tick stands at its own number, so the bend can be seen.

const TICKS = [0, 0.05, 0.1, 0.2, 0.3, 0.5, 1];
const WIDEST = 400;
const SIDE = 16; // room for half of "100 %" beside the arc
const TOP = 24; // room for tick labels above it
const FOOT = 22; // room for the labels of the ends below it

const position = (probability) => Math.sqrt(Math.min(1, Math.max(0, probability)));

// One decimal, unless it would write two different numbers alike or a risk as no risk at all.
function decimals({ probability, low, high, threshold }, locale) {
  const apart = (one, other, digits) => one === other || percent(one, locale, digits) !== percent(other, locale, digits);
  const tells = (digits) =>
    [probability, low, high].every((value) => apart(value, threshold, digits) && apart(value, 0, digits));
  return [1, 2].find(tells) ?? 3;
}

class View {
  constructor(model, el) {
    this.model = model;
    this.build(el);
    this.draw = () => this.show();
    this.events = ["change:reading", "change:texts", "change:locale"];
    for (const event of this.events) model.on(event, this.draw);
    this.observer = new ResizeObserver(this.draw);
    this.observer.observe(this.root);
    this.show();
  }

  build(el) {
    this.root = written("div", "pad-gauge", el);
    this.title = written("div", "pad-gauge-title", this.root);
    this.meter = written("div", "pad-gauge-meter", this.root);
    this.svg = drawn("svg", { "aria-hidden": "true", class: "pad-gauge-drawing" }, this.meter);
    this.low = drawn("path", { class: "pad-gauge-low" }, this.svg);
    this.high = drawn("path", { class: "pad-gauge-high" }, this.svg);
    this.ticks = TICKS.map(() => drawn("text", { class: "pad-gauge-tick" }, this.svg));
    this.interval = drawn("path", { class: "pad-gauge-interval" }, this.svg);
    this.threshold = drawn("g", { class: "pad-gauge-threshold" }, this.svg);
    this.mark = drawn("line", {}, this.threshold);
    this.limit = drawn("text", {}, this.threshold);
    this.limitWord = drawn("tspan", { class: "pad-gauge-limit-word" }, this.limit);
    this.limitValue = drawn("tspan", { class: "pad-gauge-limit-value" }, this.limit);
    this.axle = drawn("g", {}, this.svg);
    this.needle = drawn("path", { class: "pad-gauge-needle" }, this.axle);
    this.number = drawn("text", { class: "pad-gauge-number" }, this.svg);
    this.caption = drawn("text", { class: "pad-gauge-caption" }, this.svg);
    // Beside the meter, whose own children are not read; told when another client is shown.
    this.verdict = written("div", "pad-gauge-verdict", this.root);
    this.verdict.setAttribute("role", "status");
    this.decision = written("div", "pad-gauge-decision", this.verdict);
    this.icon = written("span", "pad-gauge-icon", this.decision);
    this.icon.setAttribute("aria-hidden", "true");
    this.word = written("span", "pad-gauge-word", this.decision);
    this.review = written("div", "pad-gauge-review", this.verdict);
    const doubt = written("span", "pad-gauge-review-icon", this.review);
    doubt.setAttribute("aria-hidden", "true");
    doubt.textContent = "?";
    this.reviewWord = written("span", "pad-gauge-word", this.review);
    this.range = written("div", "pad-gauge-range", this.verdict);
  }

  show() {
    const texts = this.model.get("texts");
    const locale = this.model.get("locale");
    const reading = this.model.get("reading");
    const known = "probability" in reading;
    this.root.dataset.decision = known ? (reading.granted ? "granted" : "refused") : "none";
    this.root.dataset.review = known && reading.review;
    this.title.textContent = texts.title ?? "";
    this.caption.textContent = known ? texts.probability : "";
    if (known) this.say(reading, texts, locale);
    else this.sayNothing(texts);
    if (this.root.clientWidth > 0) this.shape(reading, locale);
  }

  say(reading, texts, locale) {
    const digits = decimals(reading, locale);
    const number = percent(reading.probability, locale, digits);
    const word = reading.granted ? texts.granted : texts.refused;
    const [low, high] = [reading.low, reading.high].map((end) => percent(end, locale, digits));
    const range = texts.interval.replace("{low}", low).replace("{high}", high);
    this.number.textContent = number;
    this.limitWord.textContent = texts.threshold;
    this.limitValue.textContent = percent(reading.threshold, locale, digits);
    this.icon.textContent = reading.granted ? "✓" : "✕";
    this.word.textContent = word;
    this.reviewWord.textContent = reading.review ? texts.review : "";
    this.range.textContent = range;
    this.describe("meter", texts.title, {
      "aria-valuemin": 0,
      "aria-valuemax": 100,
      "aria-valuenow": Number((reading.probability * 100).toFixed(digits)),
      "aria-valuetext": [number, word, this.reviewWord.textContent].filter(Boolean).join(", "),
      "aria-description": `${texts.threshold} ${this.limitValue.textContent}. ${range}`,
    });
  }

  sayNothing(texts) {
    const silent = [this.number, this.limitWord, this.limitValue, this.icon, this.reviewWord, this.range];
    for (const node of silent) node.textContent = "";
    this.word.textContent = texts.empty ?? "";
    this.describe("img", texts.title, {});
  }

  // A meter without a value is no meter: its attributes go when the client does.
  describe(role, label, values) {
    this.meter.setAttribute("role", role);
    this.meter.setAttribute("aria-label", label);
    for (const name of ["valuemin", "valuemax", "valuenow", "valuetext", "description"]) {
      const key = `aria-${name}`;
      if (key in values) this.meter.setAttribute(key, values[key]);
      else this.meter.removeAttribute(key);
    }
  }

  // Everything is laid out in real pixels, so that type keeps its size and lines stay sharp.
  shape(reading, locale) {
    const width = Math.min(this.root.clientWidth, WIDEST);
    const radius = width / 2 - SIDE;
    const limit = position(reading.threshold ?? 1);
    const y = Math.max(TOP + radius, this.heightOfLimit(limit, radius));
    this.size = { width, radius, band: Math.round(radius * 0.13), x: width / 2, y };
    this.svg.setAttribute("width", width);
    this.svg.setAttribute("height", y + FOOT);
    this.svg.setAttribute("viewBox", `0 0 ${width} ${y + FOOT}`);
    this.low.setAttribute("d", this.arc(0, limit));
    this.high.setAttribute("d", this.arc(limit, 1));
    this.hatch(position(reading.low ?? 0), position(reading.high ?? 0));
    this.turnNeedle(position(reading.probability ?? 0));
    this.placeThreshold(limit);
    this.placeTicks(locale);
    this.placeNumber();
  }

  // The threshold's two lines stand further out the higher they are, to clear the arc.
  heightOfLimit(share, radius) {
    const rise = Math.sin(Math.PI * share);
    return (radius + 12 + 12 * rise) * rise + 18;
  }

  at(share, radius) {
    const angle = Math.PI * (1 - share);
    return [this.size.x + radius * Math.cos(angle), this.size.y - radius * Math.sin(angle)];
  }

  arc(from, to) {
    const { radius, band } = this.size;
    const points = [this.at(from, radius), this.at(to, radius), this.at(to, radius - band), this.at(from, radius - band)];
    const [a, b, c, d] = points.map((point) => point.map((value) => value.toFixed(2)).join(" "));
    const inner = radius - band;
    return `M${a} A${radius} ${radius} 0 0 1 ${b} L${c} A${inner} ${inner} 0 0 0 ${d} Z`;
  }

  // The interval is one line as thick as the arc: its dashes hatch it.
  hatch(from, to) {
    const { radius, band } = this.size;
    const middle = radius - band / 2;
    const [a, b] = [from, to].map((share) => this.at(share, middle).map((value) => value.toFixed(2)).join(" "));
    this.interval.setAttribute("d", `M${a} A${middle} ${middle} 0 0 1 ${b}`);
    this.interval.setAttribute("stroke-width", band);
  }

  turnNeedle(share) {
    const { x, y, radius, band } = this.size;
    this.axle.setAttribute("transform", `translate(${x} ${y})`);
    const foot = -(radius - band) * 0.78;
    this.needle.setAttribute("d", `M${-radius - 3} 0 L${foot} -5 Q${foot + 6} 0 ${foot} 5 Z`);
    this.needle.style.transform = `rotate(${180 * share}deg)`;
  }

  placeThreshold(share) {
    const { width, radius, band } = this.size;
    const [x1, y1] = this.at(share, radius - band - 4);
    const [x2, y2] = this.at(share, radius + 7);
    for (const [key, value] of Object.entries({ x1, y1, x2, y2 })) this.mark.setAttribute(key, value);
    const rise = Math.sin(Math.PI * share);
    const [x, y] = this.at(share, radius + 12 + 12 * rise);
    const lean = Math.cos(Math.PI * share);
    this.limit.setAttribute("text-anchor", lean > 0.2 ? "end" : lean < -0.2 ? "start" : "middle");
    this.moveLimit(x, y);
    const box = this.limit.getBBox();
    this.moveLimit(x + Math.max(0, -box.x) - Math.max(0, box.x + box.width - width), y);
  }

  moveLimit(x, y) {
    for (const line of [this.limitWord, this.limitValue]) line.setAttribute("x", x);
    this.limitWord.setAttribute("y", y - 3);
    this.limitValue.setAttribute("y", y + 12);
  }

  placeTicks(locale) {
    const { radius, band, y } = this.size;
    this.ticks.forEach((tick, index) => {
      const share = position(TICKS[index]);
      const end = share === 0 || share === 1;
      const [x, rise] = end ? this.at(share, radius - band / 2) : this.at(share, radius + 12);
      tick.textContent = end ? percent(TICKS[index], locale, 0) : (TICKS[index] * 100).toLocaleString(locale);
      tick.setAttribute("x", x);
      tick.setAttribute("y", end ? y + 16 : rise + 4);
    });
    // All are placed before any is measured: measuring what has just changed lays the whole page out again.
    const limit = this.limit.textContent ? this.limit.getBBox() : null;
    const hidden = this.ticks.map((tick) => limit && this.touches(tick.getBBox(), limit));
    this.ticks.forEach((tick, index) => (tick.style.visibility = hidden[index] ? "hidden" : "visible"));
  }

  touches(one, other) {
    const gap = 8;
    return (
      one.x < other.x + other.width + gap &&
      other.x < one.x + one.width + gap &&
      one.y < other.y + other.height &&
      other.y < one.y + one.height
    );
  }

  placeNumber() {
    const { x, y } = this.size;
    this.number.setAttribute("x", x);
    this.number.setAttribute("y", y - 8);
    this.caption.setAttribute("x", x);
    this.caption.setAttribute("y", y + 12);
  }

  destroy() {
    this.observer.disconnect();
    for (const event of this.events) this.model.off(event, this.draw);
    this.root.remove();
  }
}

export default {
  render({ model, el }) {
    const view = new View(model, el);
    return () => view.destroy();
  },
};
