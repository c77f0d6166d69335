// What JupyterLite keeps in this browser: one store of files for each edition of the course.
const PROGRESS = "marginlab-progress.json";
const EDITION = /^marginlab (\S+) [0-9a-f]{8}$/;

const files = (name) => localforage.createInstance({ name, storeName: "files" });

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

// A cell's name is the digest of its text, so that a cell that somebody has changed shows it. Without
// https a page may not digest; then every notebook counts as changed.
async function changed(notebook) {
  if (!globalThis.crypto.subtle) return true;
  for (const { id, source } of notebook.cells) {
    const text = new TextEncoder().encode([source].flat().join(""));
    const digest = [...new Uint8Array(await crypto.subtle.digest("SHA-256", text))];
    const hex = digest.map((byte) => byte.toString(16).padStart(2, "0")).join("");
    if (!id?.startsWith(`${hex.slice(0, 12)}-`)) return true;
  }
  return false;
}

async function changedNotebooks(kept) {
  const notebooks = kept.filter(({ type, content }) => type === "notebook" && content?.cells);
  const told = await Promise.all(notebooks.map(({ content }) => changed(content)));
  return notebooks.filter((_, i) => told[i]).sort((a, b) => a.path.localeCompare(b.path));
}

const textOf = ({ content, format }) =>
  format === "base64" ? atob(content) : typeof content === "string" ? content : JSON.stringify(content, null, 1);

// A learner's progress goes on in a new edition; the file of the old one stays.
async function carryProgress(current) {
  if (await files(current).getItem(PROGRESS)) return;
  for (const { kept } of await otherEditions(current)) {
    const progress = kept.find(({ path }) => path === PROGRESS);
    if (progress) return files(current).setItem(PROGRESS, progress);
  }
}

function download(name, text) {
  const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  Object.assign(document.createElement("a"), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

export { PROGRESS, carryProgress, changedNotebooks, contents, download, files, otherEditions, textOf };
