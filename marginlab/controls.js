// One row of controls made from the model's `specs`: native inputs, so that keyboard, touch and screen
// readers work by themselves. A change goes to Python as the whole dict of values, a press as a message.
function create(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

// Every kind gives back its element, and how to show a value in it, which tells the value it then has.
const kinds = {
  slider({ label, low, high, step, digits, prefix, suffix }, change) {
    const input = create("input", { type: "range", min: low, max: high, step, "aria-label": label });
    const output = create("output", { "aria-hidden": true });
    const decimals = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    let hand; // what a hand on the slider has given: an answer to its last move but one must not undo it
    const written = (value) => prefix + value.toLocaleString("en-US", decimals) + suffix;
    // Room for the longest value, so that no control moves while another one is moved.
    output.style.minWidth = `${Math.max(written(low).length, written(high).length) + 0.5}ch`;
    input.addEventListener("input", () => change((hand = Number(input.value))));
    const show = (value) => {
      if (document.activeElement !== input) hand = undefined;
      const shown = hand ?? value;
      input.value = shown;
      output.textContent = written(shown);
      input.setAttribute("aria-valuetext", output.textContent);
      return shown;
    };
    return [create("div", {}, create("span", { "aria-hidden": true }, label), input, output), show];
  },
  choice({ label, options }, change) {
    // Each row has its own copy of this module, and a name means one group in the whole page.
    const name = `marginlab-${(globalThis.marginlabGroups = (globalThis.marginlabGroups ?? 0) + 1)}`;
    const inputs = options.map(() => create("input", { type: "radio", name }));
    inputs.forEach((input, i) => input.addEventListener("change", () => change(options[i][1])));
    const labels = inputs.map((input, i) => create("label", {}, input, create("span", {}, options[i][0])));
    const show = (value) => {
      inputs.forEach((input, i) => { input.checked = options[i][1] === value; });
      return value;
    };
    return [create("div", { role: "radiogroup", "aria-label": label }, create("span", { "aria-hidden": true }, label), ...labels), show];
  },
  action({ label, name }, _, model) {
    const button = create("button", { type: "button" }, label);
    button.addEventListener("click", () => model.send({ press: name }));
    return [create("div", {}, button)];
  },
};

function render({ model, el }) {
  el.classList.add("marginlab", "marginlab-controls");
  const shown = model.get("specs").map((spec) => {
    const change = (value) => {
      model.set("values", { ...model.get("values"), [spec.name]: value });
      model.set("moved", [spec.name]);
      model.save_changes();
    };
    const [node, show] = kinds[spec.kind](spec, change, model);
    node.classList.add(`marginlab-${spec.kind}`);
    node.dataset.name = spec.name;
    el.append(node);
    return [spec.name, show];
  });
  const read = () => {
    const values = { ...model.get("values") };
    for (const [name, show] of shown) if (show) values[name] = show(values[name]);
    model.set("values", values);
  };
  model.on("change:values", read);
  read();
  // In JupyterLab arrows walk the cells and "d d" deletes one. It asks the focused element itself, no parent.
  el.querySelectorAll("input, button").forEach((node) => { node.dataset.lmSuppressShortcuts = "true"; });
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (still !== model.get("still")) { model.set("still", still); model.save_changes(); }
  if (model.get("focus")) requestAnimationFrame(() => el.querySelector("input")?.focus());
  return () => model.off("change:values", read);
}

export default { render };
