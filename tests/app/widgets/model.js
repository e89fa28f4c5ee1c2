// Stands in for anywidget's model: traits here, Python's side through heard() and saved().

const handlers = {};
const call = (event, ...values) => (handlers[event] ?? []).slice().forEach((handler) => handler(...values));

const model = {
  traits: {},
  dirty: new Set(),
  get(name) {
    return this.traits[name];
  },
  set(name, value) {
    const same = JSON.stringify(this.traits[name]) === JSON.stringify(value);
    this.traits[name] = value;
    this.dirty.add(name);
    if (!same) call(`change:${name}`);
  },
  save_changes() {
    for (const name of this.dirty) window.saved(name, this.traits[name]);
    this.dirty.clear();
  },
  on(event, handler) {
    (handlers[event] ??= []).push(handler);
  },
  off(event, handler) {
    handlers[event] = (handlers[event] ?? []).filter((other) => other !== handler);
  },
  async send(content) {
    for (const answer of await window.heard(content)) call("msg:custom", answer);
  },
};

window.listeners = () => Object.values(handlers).flat().length;

window.mount = async (esm, css, traits) => {
  document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
  Object.assign(model.traits, traits);
  const address = URL.createObjectURL(new Blob([esm], { type: "text/javascript" }));
  const widget = (await import(address)).default;
  window.unmount = widget.render({ model, el: document.querySelector("main") });
};

window.update = (traits) => {
  for (const [name, value] of Object.entries(traits)) model.set(name, value);
};

window.overlaps = (selector) => {
  const seen = (node) => getComputedStyle(node).visibility === "visible" && node.getBoundingClientRect().width > 0;
  const boxes = [...document.querySelectorAll(selector)].filter(seen).map((node) => [node.textContent, node.getBoundingClientRect()]);
  const out = boxes.filter(([, box]) => box.left < 0 || box.right > window.innerWidth).map(([text]) => `${text} reaches out`);
  const apart = (a, b) => a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
  const pairs = boxes.flatMap(([text, box], at) => boxes.slice(at + 1).filter(([, other]) => !apart(box, other)).map(([other]) => `${text} on ${other}`));
  return [...out, ...pairs];
};
