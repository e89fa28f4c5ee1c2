// Keeps the document in step with the page's state: language, title, landmarks, address, reduced motion, connection.

const PATIENCE = 3000; // milliseconds without the server before it is called lost: it may come back by itself
const KEPT = "advisor.kept"; // under which the browser remembers names
const GONE = ["restarting", "autorestarting", "dead", "terminating"]; // a kernel begun again knows nothing of this page

function mark(model) {
  for (const [selector, attributes] of Object.entries(model.get("marks"))) {
    for (const node of document.querySelectorAll(selector)) {
      for (const [name, value] of Object.entries(attributes)) {
        if (node.getAttribute(name) !== value) node.setAttribute(name, value);
      }
      // Without a name of their own, the arrow keys would lead from one group of radios into the next.
      for (const radio of attributes.role === "radiogroup" ? node.querySelectorAll("input[type=radio]") : []) {
        if (radio.name !== selector) radio.name = selector;
      }
    }
  }
}

// What stands beside a box is read with it, and what is wrong there makes it invalid.
function describe() {
  for (const row of document.querySelectorAll(".adv-change")) {
    const box = row.querySelector(":is(.widget-text, .widget-dropdown) :is(input, select)");
    const beside = [...row.querySelectorAll(".adv-beside [id]")];
    const told = { "aria-describedby": beside.map((one) => one.id).join(" "), "aria-invalid": String(beside.some((one) => one.matches(".adv-wrong"))) };
    for (const [name, value] of Object.entries(told)) {
      if (box && box.getAttribute(name) !== value) box.setAttribute(name, value);
    }
  }
}

// In JupyterLab the document belongs to JupyterLab.
function name(model) {
  if (!("voila" in document.body.dataset)) return;
  document.documentElement.lang = model.get("language");
  document.title = model.get("title");
}

// A native list offers only what contains the text that is there: choosing again starts empty.
function offerAll(event) {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || !input.closest(".adv-choose")) return;
  if (event.type === "focusin") {
    input.placeholder = input.value;
    input.value = "";
  } else if (input.value === "") {
    input.value = input.placeholder;
  }
}

// The address leads back to what is shown; it opened the page, so it is read before it is written. What is shown
// anew is a step: the Back key takes it back, within the page.
function lead(model) {
  const place = model.get("place");
  if (!("voila" in document.body.dataset) || location.search === place) return;
  history[model.get("anew") ? "pushState" : "replaceState"](null, "", location.pathname + place);
}

// A browser may forbid its storage, and others may have written there: then nothing is remembered.
function remembered() {
  try {
    const names = JSON.parse(localStorage.getItem(KEPT));
    return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
  } catch {
    return [];
  }
}

function remember(names) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(names));
  } catch (refused) {
    console.info("what is chosen is kept for this visit alone:", refused.name);
  }
}

// Buttons that panels write as HTML. Drawing them again must not take the focus from the one pressed.
function pressing(model, el) {
  let pressed = null;
  const press = (event) => {
    const button = event.target.closest?.("[data-act]");
    const page = el.closest(".adv-page");
    if (!button || (page && !page.contains(button))) return;
    const { act, value } = button.dataset;
    pressed = `[data-act="${act}"]` + (value === undefined ? "" : `[data-value="${CSS.escape(value)}"]`);
    model.send({ act, value: value ?? "" });
  };
  const refocus = () => {
    if (pressed && document.activeElement === document.body) document.querySelector(pressed)?.focus();
  };
  const forget = (event) => {
    if (!event.target.closest?.(pressed ?? "html")) pressed = null;
  };
  return { press, refocus, forget };
}

// Without its kernel or the server nothing on the page answers any more: say so, and how to go on.
function warning(model) {
  const alert = document.createElement("div");
  const said = document.createElement("p");
  const reload = document.createElement("button");
  alert.className = "adv-lost";
  alert.setAttribute("role", "alert");
  reload.addEventListener("click", () => location.reload());
  alert.append(said, reload);
  const write = () => {
    [said.textContent, reload.textContent] = model.get("lost");
  };
  const warn = (el) => {
    write();
    if (!alert.isConnected) (el.closest(".adv-page") ?? document.body).append(alert);
  };
  return { write, warn, calm: () => alert.remove() };
}

function connection(model, el) {
  const kernel = "voila" in document.body.dataset ? model.widget_manager?.kernel : undefined; // JupyterLab tells by itself
  const { write, warn, calm } = warning(model);
  let gone = false;
  let waiting = 0;
  const look = () => {
    gone ||= GONE.includes(kernel.status);
    clearTimeout(waiting);
    if (gone) warn(el);
    else if (kernel.connectionStatus === "connected") calm();
    else waiting = setTimeout(() => warn(el), PATIENCE);
  };
  model.on("change:lost", write);
  for (const signal of ["statusChanged", "connectionStatusChanged"]) kernel?.[signal].connect(look);
  return () => {
    clearTimeout(waiting);
    calm();
    model.off("change:lost", write);
    for (const signal of ["statusChanged", "connectionStatusChanged"]) kernel?.[signal].disconnect(look);
  };
}

function render({ model, el }) {
  const motion = window.matchMedia("(prefers-reduced-motion: reduce)");
  const move = () => {
    model.set("still", motion.matches);
    model.save_changes();
  };
  const draw = () => {
    name(model);
    mark(model);
    describe();
  };
  const { press, refocus, forget } = pressing(model, el);
  const observer = new MutationObserver((changes) => {
    if (changes.every(({ target }) => target instanceof SVGElement)) return; // a chart draws: nothing there is marked
    mark(model);
    describe();
    refocus();
  });
  observer.observe(document.body, { childList: true, subtree: true });
  for (const event of ["focusin", "focusout"]) document.addEventListener(event, offerAll);
  document.addEventListener("click", press);
  document.addEventListener("focusin", forget);
  const placed = () => lead(model);
  const went = () => model.send({ act: "arrive", value: location.search });
  const keep = () => remember(model.get("kept"));
  model.on("change:place", placed);
  window.addEventListener("popstate", went);
  model.set("address", location.search);
  const names = remembered();
  if (names.length) model.set("kept", names);
  model.on("change:kept", keep);
  motion.addEventListener("change", move);
  model.on("change:language change:title change:marks", draw);
  draw();
  move();
  const disconnect = connection(model, el);
  return () => {
    disconnect();
    observer.disconnect();
    for (const event of ["focusin", "focusout"]) document.removeEventListener(event, offerAll);
    document.removeEventListener("click", press);
    document.removeEventListener("focusin", forget);
    model.off("change:place", placed);
    model.off("change:kept", keep);
    window.removeEventListener("popstate", went);
    motion.removeEventListener("change", move);
    model.off("change:language change:title change:marks", draw);
  };
}

export default { render };
