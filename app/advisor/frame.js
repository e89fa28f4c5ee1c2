// Keeps the document in step with the page's state: language, title, landmarks, reduced motion.

function mark(model) {
  for (const [selector, attributes] of Object.entries(model.get("marks"))) {
    for (const node of document.querySelectorAll(selector)) {
      for (const [name, value] of Object.entries(attributes)) {
        if (node.getAttribute(name) !== value) node.setAttribute(name, value);
      }
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

function render({ model }) {
  const motion = window.matchMedia("(prefers-reduced-motion: reduce)");
  const move = () => {
    model.set("still", motion.matches);
    model.save_changes();
  };
  const draw = () => {
    name(model);
    mark(model);
  };
  const observer = new MutationObserver(() => mark(model));
  observer.observe(document.body, { childList: true, subtree: true });
  for (const event of ["focusin", "focusout"]) document.addEventListener(event, offerAll);
  motion.addEventListener("change", move);
  model.on("change:language change:title change:marks", draw);
  draw();
  move();
  return () => {
    observer.disconnect();
    for (const event of ["focusin", "focusout"]) document.removeEventListener(event, offerAll);
    motion.removeEventListener("change", move);
    model.off("change:language change:title change:marks", draw);
  };
}

export default { render };
