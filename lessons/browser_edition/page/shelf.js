// The learner's work on the course map: what is mastered, what was written, in this and earlier editions.
import { PROGRESS, carryProgress, changedNotebooks, contents, download, files, otherEditions, textOf } from "./store.js";

const tell = (trouble) => Object.assign(document.getElementById("trouble"), { textContent: trouble, hidden: false });
const make = (tag, attributes, ...parts) => {
  const node = Object.assign(document.createElement(tag), attributes);
  node.append(...parts);
  return node;
};
const button = (text, label, onclick) => {
  const made = make("button", { type: "button", onclick }, text);
  made.setAttribute("aria-label", label);
  return made;
};
const open = (path) => `notebooks/index.html?path=${encodeURIComponent(path)}`;
const base = (path) => path.split("/").at(-1);

function mastered(progress) {
  const known = JSON.parse(textOf(progress)).exercises;
  for (const lesson of document.querySelectorAll("[data-items]")) {
    const items = lesson.dataset.items.split(" ").filter(Boolean);
    const count = items.filter((item) => known[item]?.verdicts?.correct).length;
    if (count) lesson.querySelector(".mastered").textContent = ` Mastered: ${count} of ${items.length} exercises.`;
  }
}

// Beside the new edition, where it hides nothing.
async function bringOver(current, file, version) {
  const path = `from ${version} ${base(file.path)}`;
  await files(current).setItem(path, { ...file, path, name: path });
  location.assign(open(path));
}

// Puts the learner's copy aside; the lesson is then the one of the site again.
async function startAfresh(current, file) {
  const path = `put aside ${new Date().toISOString().slice(0, 19).replaceAll(":", ".")} ${base(file.path)}`;
  await files(current).setItem(path, { ...file, path, name: path });
  await files(current).removeItem(file.path);
  await show(current);
}

const line = (file, ...more) => make("li", {},
  more.length && !more[0] ? make("span", {}, file.path) : make("a", { href: open(file.path) }, file.path),
  button("Download", `Download ${file.path}`, () => download(base(file.path), textOf(file))), ...more.filter(Boolean));

async function show(current) {
  const { covers } = await (await fetch("marginlab/course.json")).json();
  const shelf = document.getElementById("shelf");
  const kept = await contents(current);
  const lines = (await changedNotebooks(kept)).map((file) => line(file, ...file.path in covers
    ? [button("Start afresh", `Put ${file.path} aside and start afresh`, () => startAfresh(current, file))] : []));
  const progress = kept.find(({ path }) => path === PROGRESS);
  if (progress) {
    mastered(progress);
    lines.push(make("li", {}, make("span", {}, "your progress, as a file"),
      button("Download", "Download your progress", () => download(PROGRESS, textOf(progress)))));
  }
  const parts = lines.length ? [make("ul", {}, ...lines)] : [make("p", {}, "Nothing is kept here yet.")];
  for (const { version, kept } of await otherEditions(current)) {
    const old = await changedNotebooks(kept);
    if (!old.length) continue;
    parts.push(make("p", {}, `From an earlier edition (${version}), which the notebooks of today leave alone:`),
      make("ul", {}, ...old.map((file) => line(file, null,
        button("Bring over", `Bring ${file.path} of the earlier edition over`, () => bringOver(current, file, version))))));
  }
  shelf.replaceChildren(...parts);
}

if (location.protocol === "file:")
  tell("This page was opened as a file, and a browser runs no Python out of files. README.txt beside it says in one line how to start a web server.");
else {
  try {
    const { store } = await (await fetch("marginlab/course.json")).json();
    await carryProgress(store);
    await show(store);
  } catch (error) {
    tell(`What this browser keeps could not be read (${error.message}). The lessons work, but download what you want to keep.`);
  }
}
