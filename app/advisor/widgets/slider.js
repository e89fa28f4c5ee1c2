// A number within its usual span: a native range, told to Python when the hand lets go or the keys rest.

const REST = 300; // ms without a key before the value is told: a key held down repeats
const EVENTS = ["change:texts", "change:locale", "change:span", "change:value"];

class View {
  constructor(model, el) {
    this.model = model;
    this.waiting = 0;
    this.keyed = false;
    this.root = written("div", "pad-slider", el);
    this.range = written("input", "pad-slider-range", this.root, { type: "range" });
    const ends = written("div", "pad-slider-ends", this.root, { "aria-hidden": "true" });
    [this.least, this.now, this.most] = ["least", "now", "most"].map((end) => written("span", `pad-slider-${end}`, ends));
    this.listen();
    this.draw();
  }

  listen() {
    this.range.addEventListener("keydown", () => (this.keyed = true));
    this.range.addEventListener("pointerdown", () => (this.keyed = false));
    this.range.addEventListener("input", () => this.say(this.range.valueAsNumber, true));
    this.range.addEventListener("change", () => this.settle());
    this.draw = this.draw.bind(this);
    for (const event of EVENTS) this.model.on(event, this.draw);
  }

  // What the hand is about to say goes before what is drawn.
  settle() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.tell(), this.keyed ? REST : 0);
  }

  tell() {
    this.waiting = 0;
    this.model.set("value", this.range.valueAsNumber);
    this.model.save_changes();
    this.say(this.range.valueAsNumber, false);
  }

  number(value) {
    return value.toLocaleString(this.model.get("locale"), { maximumFractionDigits: 2 });
  }

  say(value, moving) {
    const text = (this.model.get("texts").value ?? "{value}").replace("{value}", this.number(value));
    this.range.setAttribute("aria-valuetext", text);
    this.now.textContent = moving ? text : "";
  }

  draw() {
    if (this.waiting) return;
    const { least, most, step } = this.model.get("span");
    const value = this.model.get("value");
    Object.assign(this.range, { min: least, max: most, step, value });
    this.range.setAttribute("aria-label", this.model.get("texts").label ?? "");
    this.least.textContent = this.number(least);
    this.most.textContent = this.number(most);
    this.say(value, false);
  }

  destroy() {
    clearTimeout(this.waiting);
    for (const event of EVENTS) this.model.off(event, this.draw);
    this.root.remove();
  }
}

export default {
  render({ model, el }) {
    const view = new View(model, el);
    return () => view.destroy();
  },
};
