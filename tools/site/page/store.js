// What JupyterLite keeps in this browser: one store of files for each edition of the course.
const PROGRESS = "marginlab-progress.json";
const EDITION = /^marginlab (\S+) [0-9a-f]{8}$/;
const ROOT = new URL("../", import.meta.url);

const files = (name) => localforage.createInstance({ name, storeName: "files" });
// The cells that each edition gave, of the notebooks that were opened: another one's stand nowhere else.
const given = () => localforage.createInstance({ name: "marginlab given", storeName: "cells" });

const course = async () => (await fetch(new URL("marginlab/course.json", ROOT))).json();

async function contents(name) {
  const found = [];
  await files(name).iterate((file) => { found.push(file); });
  return found;
}

// The stores of other editions, the one that was written to last first.
async function otherEditions(current) {
  const names = (await indexedDB.databases?.() ?? []).map(({ name }) => name);
  const others = names.filter((name) => EDITION.test(name) && name !== current);
  const editions = await Promise.all(others.map(async (name) => {
    const kept = await contents(name);
    return { name, version: EDITION.exec(name)[1], kept, last: kept.map((one) => one.last_modified).sort().at(-1) ?? "" };
  }));
  return editions.sort((a, b) => b.last.localeCompare(a.last));
}

// What a learner writes in cells, as marginlab/app/folder.py has it: no output, no count, no name of a cell.
const written = (cells, notes) => cells.map(({ cell_type, source, metadata, attachments }) => {
  const labels = Object.entries(metadata ?? {}).filter(([name]) => !notes.includes(name)).sort();
  return JSON.stringify([cell_type, [source].flat().join(""), labels, attachments ?? {}]);
});

// The cells of a notebook as this edition gives it.
async function givenNow(path, notes) {
  const answer = await fetch(new URL(`files/${path}`, ROOT));
  if (answer.ok) return written((await answer.json()).cells, notes);
}

async function remember({ store, notes, covers }, path) {
  const key = `${store} ${path}`;
  if (path in covers && !await given().getItem(key)) await given().setItem(key, await givenNow(path, notes));
}

// The notebooks in an edition's store whose cells are not those that the edition gave: one was written in,
// deleted, moved or doubled. Where nobody remembers what was given, a notebook counts as changed.
async function changedNotebooks({ store, notes, covers }, kept, edition) {
  const notebooks = kept.filter(({ type, content }) => type === "notebook" && content?.cells);
  const told = await Promise.all(notebooks.map(async ({ path, content }) => {
    const cells = edition === store && path in covers ? await givenNow(path, notes) : await given().getItem(`${edition} ${path}`);
    return JSON.stringify(cells) !== JSON.stringify(written(content.cells, notes));
  }));
  return notebooks.filter((_, i) => told[i]).sort((a, b) => a.path.localeCompare(b.path));
}

// Keeps a file under a name, or under the first one after it that is free.
async function keepBeside(store, file, path) {
  const taken = await files(store).keys(), [, stem, end] = /^(.*?)(\.\w+)?$/s.exec(path);
  for (let number = 2; taken.includes(path); number += 1) path = `${stem} ${number}${end ?? ""}`;
  await files(store).setItem(path, { ...file, path, name: path });
  return path;
}

function textOf({ content, format }) {
  if (format === "base64") return new TextDecoder().decode(Uint8Array.from(atob(content), (byte) => byte.charCodeAt(0)));
  return typeof content === "string" ? content : JSON.stringify(content, null, 1);
}

// A learner's progress goes on in a new edition; the file of the old one stays.
async function carryProgress(current) {
  if (await files(current).getItem(PROGRESS)) return;
  for (const { kept } of await otherEditions(current)) {
    const progress = kept.find(({ path }) => path === PROGRESS);
    if (progress) return files(current).setItem(PROGRESS, progress);
  }
}

async function keepProgress(store, progress) {
  const content = `${JSON.stringify(progress, null, 1)}\n`, now = new Date().toISOString();
  const file = await files(store).getItem(PROGRESS) ?? { path: PROGRESS, name: PROGRESS, created: now };
  await files(store).setItem(PROGRESS, {
    ...file, content, type: "file", format: "text", mimetype: "application/json", writable: true,
    size: new TextEncoder().encode(content).length, last_modified: now,
  });
}

function download(name, text) {
  const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  Object.assign(document.createElement("a"), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

export {
  PROGRESS, carryProgress, changedNotebooks, contents, course, download, files, keepBeside, keepProgress,
  otherEditions, remember, textOf,
};
