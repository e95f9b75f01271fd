// Renders each graph with Graphviz (compiled to WebAssembly) and prints a JSON list of {status, errors, svg}.
import fs from "node:fs";
import { instance } from "@viz-js/viz";

const viz = await instance();
const drawn = process.argv.slice(2).map((file) => {
  const { status, errors, output } = viz.render(fs.readFileSync(file, "utf8"), { format: "svg" });
  return { status, errors: errors.map((error) => error.message), svg: output ?? "" };
});
console.log(JSON.stringify(drawn));
