// One row of controls made from the model's `specs`: native inputs, so that keyboard, touch and screen
// readers work by themselves. What a hand does goes to Python as messages: a change of the widget's state
// would wait for the kernel to say "idle", which ipykernel 7.4 never says of what came while a cell awaits.
const PATIENCE = 1000; // milliseconds that a message may stay unanswered while there are new ones

function create(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

// Each row has its own copy of this module, so the count is the page's.
const unique = () => `marginlab-${(globalThis.marginlabNames = (globalThis.marginlabNames ?? 0) + 1)}`;

const BACK = ["ArrowLeft", "ArrowDown", "PageDown", "Home"], ON = ["ArrowRight", "ArrowUp", "PageUp", "End"];

// Every kind gives back its element, and how to show a value in it; it calls back when a hand is on it. A
// field calls back twice: when something is typed, and when the Enter key is pressed.
const kinds = {
  slider({ label, low, high, step, digits, prefix, suffix }, change) {
    const input = create("input", { type: "range", min: low, max: high, step, "aria-label": label });
    const output = create("output", { "aria-hidden": true });
    const decimals = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    const written = (value) => prefix + value.toLocaleString("en-US", decimals) + suffix;
    // Room for the longest value, so that no control moves while another one is moved.
    output.style.minWidth = `${Math.max(written(low).length, written(high).length) + 0.5}ch`;
    input.addEventListener("input", () => change(Number(input.value)));
    // At the end of its way a slider says nothing of a key; a hand was on it all the same.
    input.addEventListener("keydown", ({ key }) => {
      const [back, on] = [low, high].map((end) => Number(input.value) === end);
      if ((back && BACK.includes(key)) || (on && ON.includes(key))) change(Number(input.value));
    });
    const show = (value) => {
      input.value = value;
      output.textContent = written(value);
      input.setAttribute("aria-valuetext", output.textContent);
    };
    return [create("div", {}, create("span", { "aria-hidden": true }, label), input, output), show];
  },
  choice({ label, options }, change) {
    const name = unique(); // it means one group in the whole page
    const inputs = options.map(() => create("input", { type: "radio", name }));
    inputs.forEach((input, i) => input.addEventListener("change", () => change(options[i][1])));
    const labels = inputs.map((input, i) => create("label", {}, input, create("span", {}, options[i][0])));
    const show = (value) => inputs.forEach((input, i) => { input.checked = options[i][1] === value; });
    return [create("div", { role: "radiogroup", "aria-label": label }, create("span", { "aria-hidden": true }, label), ...labels), show];
  },
  list({ label, options }, change) {
    const select = create("select", { "aria-label": label }, ...options.map(([word]) => create("option", {}, word)));
    select.addEventListener("change", () => change(options[select.selectedIndex][1]));
    const show = (value) => { select.selectedIndex = options.findIndex((option) => option[1] === value); };
    return [create("div", {}, create("span", { "aria-hidden": true }, label), select), show];
  },
  field({ label, wide }, change, enter) {
    const input = create("input", { type: "text", "aria-label": label, autocomplete: "off", spellcheck: "false" });
    input.style.width = `${wide}em`;
    input.addEventListener("input", () => change(input.value));
    input.addEventListener("keydown", ({ key, isComposing }) => {
      if (key === "Enter" && !isComposing) enter();
    });
    const show = (value) => { if (input.value !== value) input.value = value; }; // the caret stays
    return [create("div", {}, create("span", { "aria-hidden": true }, label), input), show];
  },
  action({ label }, press) {
    const button = create("button", { type: "button" }, label);
    button.addEventListener("click", press);
    return [create("div", {}, button), () => {}];
  },
};

function render({ model, el }) {
  el.classList.add("marginlab", "marginlab-controls");
  // What a hand has moved, by name: told to Python and not answered yet, and not told yet. One message is
  // under way at a time, so that Python follows a fast hand and does not fall behind it. Both stand over
  // what Python says, because an answer to the last move but one must not undo the last.
  let told = {}, untold = {}, timer;
  const standing = () => ({ ...model.get("values"), ...told, ...untold });
  const read = () => {
    const values = standing();
    for (const [name, show] of shown) show(values[name]);
  };
  const tell = () => {
    clearTimeout(timer);
    timer = undefined;
    if (!Object.keys(untold).length) return;
    model.send({ moved: untold });
    told = { ...told, ...untold };
    untold = {};
    timer = setTimeout(tell, PATIENCE);
  };
  // To the picture of the same panel, which may know already what comes of a move.
  const call = (type, detail) => el.dispatchEvent(new CustomEvent(`marginlab-${type}`, { bubbles: true, detail }));
  const answered = () => {
    told = {};
    tell();
    read();
    if (timer === undefined) call("answered");
  };
  const move = (name, value) => {
    untold[name] = value;
    if (timer === undefined) tell();
    read();
    call("moved", standing());
  };
  const press = (name) => {
    if (!name) return;
    tell();
    model.send({ press: name });
  };
  // Beside the control that it is about, and said with its name.
  const blame = () => {
    const faults = model.get("faults");
    for (const node of el.children) {
      const said = node.querySelector(":scope > .marginlab-fault"), fault = faults[node.dataset.name];
      if (!fault && !said) continue;
      const input = node.querySelector("input, select");
      const told = said ?? node.appendChild(create("small", { class: "marginlab-fault", id: unique() }));
      told.textContent = fault ? `${fault}.` : "";
      input.setAttribute("aria-invalid", Boolean(fault));
      if (fault) input.setAttribute("aria-describedby", told.id);
      else input.removeAttribute("aria-describedby");
    }
  };
  const shown = model.get("specs").map((spec) => {
    const act = spec.kind === "action" ? () => press(spec.name) : (value) => move(spec.name, value);
    const [node, show] = kinds[spec.kind](spec, act, () => press(spec.enter));
    node.classList.add(`marginlab-${spec.kind}`);
    node.dataset.name = spec.name;
    el.append(node);
    return [spec.name, show];
  });
  el.addEventListener("focusin", ({ target }) => {
    if (target.type === "range") model.send({ focus: target.closest("[data-name]").dataset.name });
  });
  model.on("change:values", read);
  model.on("change:heard", answered);
  model.on("change:faults", blame);
  read();
  blame();
  // In JupyterLab arrows walk the cells and "d d" deletes one. It asks the focused element itself, no parent.
  el.querySelectorAll("input, select, button").forEach((node) => { node.dataset.lmSuppressShortcuts = "true"; });
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) model.send({ still: true });
  if (model.get("focus")) requestAnimationFrame(() => el.querySelector("input, select, button")?.focus());
  return () => {
    clearTimeout(timer);
    model.off("change:values", read);
    model.off("change:heard", answered);
    model.off("change:faults", blame);
  };
}

export default { render };
