// Parses each file with the Swift grammar of tree-sitter; prints a JSON list of what it could not read.
import fs from "node:fs";
import { Language, Parser } from "web-tree-sitter";

await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load("node_modules/tree-sitter-wasms/out/tree-sitter-swift.wasm"));
const unread = process.argv.slice(2).map((file) => {
  const found = [];
  const walk = (node) => {
    if (node.isError || node.isMissing) found.push(`${node.startPosition.row + 1}: ${node.text.slice(0, 120)}`);
    node.children.forEach(walk);
  };
  const root = parser.parse(fs.readFileSync(file, "utf8")).rootNode;
  if (root.hasError) walk(root);
  return found;
});
console.log(JSON.stringify(unread));
