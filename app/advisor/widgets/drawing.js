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

const formats = new Map(); // each is kept: to make one takes longer than to draw what it writes

function percent(value, locale, digits) {
  const key = `${locale} ${digits}`;
  const options = { style: "percent", minimumFractionDigits: digits, maximumFractionDigits: digits };
  if (!formats.has(key)) formats.set(key, new Intl.NumberFormat(locale, options));
  return formats.get(key).format(value);
}
