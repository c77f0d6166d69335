// Draws the figures of figures.json, each for its width, as a list of SVG texts.
import { readFileSync } from "node:fs";
import { drawn } from "./drawer.mjs";

const figures = JSON.parse(readFileSync(new URL("figures.json", import.meta.url), "utf8"));
console.log(JSON.stringify(figures.map(([figure, width], i) => drawn(figure, width, `f${i}-`))));
