// Draws every figure of a folder of states for one width, so that none is met on a page that the drawer does not
// know: node draw_states.mjs FOLDER WIDTH
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { drawn } from "./drawer.js";
import { unpacked } from "./unpack.js";

const [folder, width] = process.argv.slice(2);
for (const name of readdirSync(folder).filter((one) => one.split("-")[2] === width)) {
  for (const pack of Object.values(JSON.parse(readFileSync(join(folder, name), "utf8")))) {
    const figures = unpacked(pack);
    for (let i = 0; i < figures.length; i += 1) {
      const figure = figures.at(i); // null where the picture of before stays
      if (figure) drawn(figure, Number(width));
    }
  }
}
