// Runs a machine with SCION, an interpreter of SCXML, once per list of events; prints the states it comes to.
import fs from "node:fs";
import scxml from "@scion-scxml/scxml";

const [file, runs] = process.argv.slice(2);
const model = await new Promise((resolve, reject) => {
  scxml.documentStringToModel(file, fs.readFileSync(file, "utf8"), (error, read) => (error ? reject(error) : resolve(read)));
});
const prepared = await new Promise((resolve, reject) => {
  model.prepare((error, ready) => (error ? reject(error) : resolve(ready)));
});
const visited = JSON.parse(runs).map((events) => {
  const machine = new scxml.core.Statechart(prepared);
  machine.start();
  return [machine.getConfiguration(), ...events.map((name) => (machine.gen({ name }), machine.getConfiguration()))].flat();
});
console.log(JSON.stringify(visited));
