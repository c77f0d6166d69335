// Draws every figure of a folder of states, so that none is met on a page that the drawer does not know.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { drawn } from "./drawer.js";
import { unpacked } from "./unpack.js";

const [folder] = process.argv.slice(2);
for (const name of readdirSync(folder)) {
  const [, width] = /^\d+-\d+-(\d+)-/.exec(name) ?? [];
  if (!width) continue;
  for (const pack of Object.values(JSON.parse(readFileSync(join(folder, name), "utf8")))) {
    const figures = unpacked(pack);
    for (let i = 0; i < figures.length; i += 1) {
      const figure = figures.at(i); // null where the picture of before stays
      if (figure) drawn(figure, Number(width));
    }
  }
}
