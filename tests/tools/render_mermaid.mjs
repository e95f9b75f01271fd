// Renders each diagram with Mermaid itself and prints a JSON list of {type, svg}. The DOM is jsdom's; it lays nothing
// out, so text is measured by its length.
import fs from "node:fs";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!doctype html><body></body>", { pretendToBeVisual: true });
Object.assign(globalThis, { window, document: window.document });
for (const name of ["Element", "SVGElement", "HTMLElement", "Node", "DOMParser", "CSSStyleSheet"]) {
  globalThis[name] = window[name];
}
const wide = (element) => (element.textContent ?? "").length * 8;
window.SVGElement.prototype.getBBox = function () {
  return { x: 0, y: 0, width: wide(this), height: 16 };
};
window.SVGElement.prototype.getComputedTextLength = function () {
  return wide(this);
};

const { default: mermaid } = await import("mermaid");
mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });
const drawn = [];
for (const [index, file] of process.argv.slice(2).entries()) {
  const text = fs.readFileSync(file, "utf8");
  const { diagramType } = await mermaid.parse(text);
  const { svg } = await mermaid.render(`drawing-${index}`, text);
  const page = new window.DOMParser().parseFromString(svg, "text/html");
  const scripts = page.querySelectorAll("script, iframe, [onclick], [onerror]").length;
  page.querySelectorAll("style").forEach((style) => style.remove());
  drawn.push({ type: diagramType, words: page.body.textContent, scripts });
}
console.log(JSON.stringify(drawn));
process.exit(0);
