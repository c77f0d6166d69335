// The learner's work on the course map: what is mastered, what was written, in this and earlier editions.
import {
  PROGRESS, carryProgress, changedNotebooks, contents, course, download, files, keepBeside, keepProgress,
  otherEditions, textOf,
} from "./store.js";
import { Newer, joined, read } from "./progress.js";

const [trouble, told, bring] = ["trouble", "told", "bring"].map((id) => document.getElementById(id));
const tell = (sentence) => Object.assign(trouble, { textContent: sentence, hidden: false });
const make = (tag, attributes, ...parts) => {
  const node = Object.assign(document.createElement(tag), attributes);
  node.append(...parts);
  return node;
};
const button = (text, label, onclick) => {
  const made = make("button", { type: "button", onclick: () => attempt(onclick) }, text);
  made.setAttribute("aria-label", label);
  return made;
};
const attempt = async (act) => {
  trouble.hidden = true;
  told.textContent = "";
  try { await act(); } catch (error) {
    tell(`That did not work (${error.message}). Nothing of yours was lost.`).scrollIntoView({ block: "nearest" });
  }
};
const open = (path) => `notebooks/index.html?path=${encodeURIComponent(path)}`;
const base = (path) => path.split("/").at(-1);

const HERE = "what this browser keeps as your progress";

function mastered(progress) {
  let known = {};
  try { known = read(textOf(progress), HERE).exercises; } catch ({ message }) { tell(`Take note: ${message}.`); }
  for (const lesson of document.querySelectorAll("[data-items]")) {
    const items = lesson.dataset.items.split(" ").filter(Boolean);
    const count = items.filter((item) => known[item]?.verdicts?.correct).length;
    if (count) lesson.querySelector(".mastered").textContent = ` Mastered: ${count} of ${items.length} exercises.`;
  }
}

// Beside the new edition, where it hides nothing.
async function bringOver({ store }, file, version) {
  location.assign(open(await keepBeside(store, file, `from ${version} ${base(file.path)}`)));
}

// Puts the learner's copy aside; the lesson is then the one of the site again.
async function startAfresh(edition, file) {
  const when = new Date().toISOString().slice(0, 19).replaceAll(":", ".");
  const path = await keepBeside(edition.store, file, `put aside ${when} ${base(file.path)}`);
  await files(edition.store).removeItem(file.path);
  await show(edition);
  told.textContent = `Yours is now ${path}.`;
}

// Joins the progress of another device, which is in a file, with that of this browser.
async function bringIn(edition, file) {
  const theirs = read(await file.text(), file.name);
  const kept = await files(edition.store).getItem(PROGRESS);
  let both = theirs;
  try {
    if (kept) both = joined(read(textOf(kept), HERE), theirs);
  } catch (error) {
    if (error instanceof Newer) throw error;
    await keepBeside(edition.store, kept, PROGRESS.replace(".", "-damaged."));
  }
  await keepProgress(edition.store, both);
  await show(edition);
  told.textContent = `The progress in ${file.name} was brought in, and joined with what was here.`;
}

const line = (file, ...more) => make("li", {},
  more.length && !more[0] ? make("span", {}, file.path) : make("a", { href: open(file.path) }, file.path),
  button("Download", `Download ${file.path}`, () => download(base(file.path), textOf(file))), ...more.filter(Boolean));

async function show(edition) {
  const { store, covers } = edition;
  const shelf = document.getElementById("shelf");
  const kept = await contents(store);
  const lines = (await changedNotebooks(edition, kept, store)).map((file) => line(file, ...file.path in covers
    ? [button("Start afresh", `Put ${file.path} aside and start afresh`, () => startAfresh(edition, file))] : []));
  const progress = kept.find(({ path }) => path === PROGRESS);
  if (progress) {
    mastered(progress);
    lines.push(make("li", {}, make("span", {}, "your progress, as a file"),
      button("Download", "Download your progress", () => download(PROGRESS, textOf(progress)))));
  }
  const parts = lines.length ? [make("ul", {}, ...lines)] : [make("p", {}, "Nothing of yours is kept here yet.")];
  for (const { name, version, kept } of await otherEditions(store)) {
    const old = await changedNotebooks(edition, kept, name);
    if (!old.length) continue;
    parts.push(make("p", {}, `From an earlier edition (${version}), which the notebooks of today leave alone:`),
      make("ul", {}, ...old.map((file) => line(file, null,
        button("Bring over", `Bring ${file.path} of the earlier edition over`, () => bringOver(edition, file, version))))));
  }
  shelf.replaceChildren(...parts);
}

if (location.protocol === "file:")
  tell("This page was opened as a file, and a browser runs no Python out of files. README.txt beside it says in one line how to start a web server.");
else {
  try {
    const edition = await course();
    await carryProgress(edition.store);
    await show(edition);
    bring.hidden = !("serviceWorker" in navigator); // without it Python finds no progress here
    const [button, input] = bring.querySelectorAll("button, input");
    button.onclick = () => input.click();
    input.onchange = () => attempt(() => bringIn(edition, input.files[0])).finally(() => { input.value = ""; });
  } catch (error) {
    tell(`What this browser keeps could not be read (${error.message}). The lessons work, but download what you want to keep.`);
  }
}
