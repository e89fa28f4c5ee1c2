// What the widgets draw with: each one's own script follows in the same module.

const SVG = "http://www.w3.org/2000/svg";

function set(node, attributes) {
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
}

function drawn(name, attributes = {}, parent = null) {
  const node = document.createElementNS(SVG, name);
  set(node, attributes);
  parent?.append(node);
  return node;
}

function written(name, className, parent, { text = "", ...attributes } = {}) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.textContent = text;
  set(node, attributes);
  parent.append(node);
  return node;
}

const filled = (text, values) => (text ?? "").replace(/\{(\w+)\}/g, (field, name) => values[name] ?? field);

function percent(value, locale, digits) {
  const options = { style: "percent", minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(locale, options).format(value);
}
