// Draws the figures of a file, each for its width, as a list of SVG texts.
import { readFileSync } from "node:fs";
import { drawn } from "./drawer.js";

const figures = JSON.parse(readFileSync(process.argv[2], "utf8"));
console.log(JSON.stringify(figures.map(([figure, width], i) => drawn(figure, width, `f${i}-`))));
