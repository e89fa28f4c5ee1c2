// A combobox (ARIA 1.2) over clients: the text goes to Python, the first hits come back.
//
// The list lives in the browser's top layer, because the boxes of ipywidgets clip what hangs out.

const PAUSE = 60; // ms without a key before the question goes out
const PATIENCE = 300; // ms before the wait is put into words

const grouped = (id) => String(id).replace(/\B(?=(\d{3})+$)/g, "\u202f");
const digits = (text) => text.replace(/\s/g, "");

class View {
  constructor(model, el) {
    this.model = model;
    this.id = `pad-finder-${Math.random().toString(36).slice(2)}`;
    this.turn = 0; // only the answer to the latest question counts
    this.active = -1;
    this.hits = [];
    this.answered = null; // the text that the hits answer
    this.choosing = false; // Enter was pressed before the answer came
    this.build(el);
    this.listen();
    this.speak();
    this.restore();
  }

  build(el) {
    const list = `${this.id}-list`;
    this.root = written("div", "pad-finder", el);
    this.label = written("label", "pad-finder-label", this.root, { for: this.id });
    this.input = written("input", "pad-finder-input", this.root, {
      id: this.id,
      type: "text",
      inputmode: "numeric",
      maxlength: 20,
      autocomplete: "off",
      spellcheck: "false",
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-controls": list,
    });
    this.status = written("div", "pad-finder-hidden", this.root, { role: "status" });
    this.panel = written("div", "pad-finder-panel", this.root, { popover: "manual", hidden: "" });
    this.list = written("ul", "pad-finder-list", this.panel, { id: list, role: "listbox" });
    this.note = written("div", "pad-finder-note", this.panel, { "aria-hidden": "true" });
  }

  listen() {
    this.stop = new AbortController();
    const on = (node, event, act) => node.addEventListener(event, act, { signal: this.stop.signal, capture: node === window });
    on(this.input, "input", () => this.ask(PAUSE));
    on(this.input, "keydown", (event) => this.press(event));
    on(this.input, "focus", () => this.input.select());
    on(this.input, "blur", () => this.restore());
    on(this.panel, "mousedown", (event) => event.preventDefault()); // the focus stays in the box
    on(this.list, "click", (event) => this.choose(Number(event.target.closest("li")?.dataset.id)));
    for (const event of ["scroll", "resize"]) on(window, event, () => this.place());
    this.handlers = {
      "msg:custom": (answer) => this.hear(answer),
      "change:value": () => this.restore(),
      "change:texts": () => this.speak(),
    };
    for (const [event, act] of Object.entries(this.handlers)) this.model.on(event, act);
  }

  text(name, values = {}) {
    return filled(this.model.get("texts")[name], values);
  }

  speak() {
    this.label.textContent = this.text("label");
    this.list.setAttribute("aria-label", this.text("label"));
    this.input.placeholder = this.text("placeholder");
  }

  // The box shows the chosen client whenever nobody is typing in it.
  restore() {
    this.forget();
    this.close();
    this.tell("");
    const value = this.model.get("value");
    this.input.value = value === null ? "" : grouped(value);
  }

  forget() {
    clearTimeout(this.timer);
    clearTimeout(this.slow);
    this.turn += 1;
    this.choosing = false;
  }

  ask(pause) {
    this.forget();
    const turn = `${this.id}-${this.turn}`;
    this.timer = setTimeout(() => {
      this.asked = this.input.value;
      this.model.send({ kind: "find", turn, text: this.asked });
      this.slow = setTimeout(() => this.report(this.text("searching")), PATIENCE);
    }, pause);
  }

  hear(answer) {
    if (answer.turn !== `${this.id}-${this.turn}`) return;
    clearTimeout(this.slow);
    this.hits = answer.kind === "found" ? answer.ids : [];
    this.answered = this.asked;
    this.fill();
    this.report(this.sentence(answer));
    if (this.choosing) this.chooseTyped();
  }

  sentence({ kind, total, ids }) {
    if (kind !== "found") return this.text(kind);
    if (total === 0) return this.text("none");
    if (total === 1) return this.text("count_one");
    const locale = this.model.get("locale");
    const [n, shown] = [total, ids.length].map((number) => number.toLocaleString(locale));
    return this.text("count", { n }) + (total > ids.length ? `, ${this.text("more", { shown })}` : "");
  }

  tell(sentence) {
    this.status.textContent = sentence;
    this.note.textContent = sentence;
  }

  report(sentence) {
    this.tell(sentence);
    this.open();
  }

  fill() {
    const typed = digits(this.input.value);
    this.list.replaceChildren();
    this.hits.forEach((id, index) => {
      const option = written("li", "pad-finder-option", this.list, { role: "option", id: `${this.id}-${index}` });
      option.dataset.id = id;
      option.setAttribute("aria-label", grouped(id));
      this.spell(option, id, typed);
    });
    this.list.hidden = this.hits.length === 0;
    this.mark(-1);
  }

  // The id in groups of three, with what was typed in bold.
  spell(option, id, typed) {
    const text = String(id);
    const start = typed ? text.indexOf(typed) : -1;
    const inside = (place) => start >= 0 && place >= start && place < start + typed.length;
    [...text].forEach((digit, place) => {
      const gap = place > 0 && (text.length - place) % 3 === 0 ? "\u202f" : "";
      option.append(gap);
      written(inside(place) ? "b" : "span", "", option, { text: digit });
    });
  }

  mark(index) {
    this.active = index;
    [...this.list.children].forEach((option, place) => option.setAttribute("aria-selected", place === index));
    const option = this.list.children[index];
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  press(event) {
    const opened = !this.panel.hidden && this.hits.length > 0;
    const last = this.hits.length - 1;
    const moves = { ArrowDown: this.active < last ? this.active + 1 : 0, ArrowUp: this.active > 0 ? this.active - 1 : last };
    // Home and End belong to the text until the list has been entered.
    if (this.active >= 0) Object.assign(moves, { Home: 0, End: last });
    if (event.key in moves && !event.altKey && opened) this.mark(moves[event.key]);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") this.ask(0);
    else if (event.key === "Enter") this.enter();
    else if (event.key === "Escape") this.escape();
    else return;
    event.preventDefault();
  }

  enter() {
    if (this.active >= 0) return this.choose(this.hits[this.active]);
    if (digits(this.input.value) === String(this.model.get("value") ?? "")) return this.close();
    if (this.answered === this.input.value) return this.chooseTyped();
    this.ask(0);
    this.choosing = true;
  }

  // Without a marked option, Enter takes the id typed in full, or the only hit.
  chooseTyped() {
    this.choosing = false;
    const typed = digits(this.input.value);
    const full = this.hits.find((id) => String(id) === typed);
    if (full !== undefined) this.choose(full);
    else if (this.hits.length === 1) this.choose(this.hits[0]);
  }

  escape() {
    if (!this.panel.hidden) this.close();
    else this.restore();
  }

  choose(id) {
    if (!Number.isInteger(id)) return;
    this.model.set("value", id);
    this.model.save_changes();
    this.restore();
    this.input.select();
  }

  open() {
    this.panel.hidden = false;
    this.panel.togglePopover?.(true);
    this.input.setAttribute("aria-expanded", String(this.hits.length > 0));
    this.place();
  }

  close() {
    if (!this.panel.hidden) this.panel.togglePopover?.(false);
    this.panel.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.hits = [];
    this.answered = null;
    this.fill();
  }

  place() {
    if (this.panel.hidden) return;
    const box = this.input.getBoundingClientRect();
    const { style } = this.panel;
    style.left = `${box.left}px`;
    style.top = `${box.bottom + 4}px`;
    style.width = `${box.width}px`;
    style.maxHeight = `${Math.max(120, Math.min(360, window.innerHeight - box.bottom - 12))}px`;
  }

  destroy() {
    this.forget();
    this.stop.abort();
    for (const [event, act] of Object.entries(this.handlers)) this.model.off(event, act);
    this.root.remove();
  }
}

export default {
  render({ model, el }) {
    const view = new View(model, el);
    return () => view.destroy();
  },
};
