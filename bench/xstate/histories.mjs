// Reads {allowed, initial, terminal, histories} as the first line, says who it is, and counts once for every line after.
import readline from "node:readline";
import { createMachine, getNextSnapshot } from "xstate";
import about from "xstate/package.json" with { type: "json" };

const lines = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { allowed, initial, terminal, histories } = JSON.parse((await lines.next()).value);
const ends = new Set(terminal);
const moves = (targets) => Object.fromEntries(targets.map((target) => [`go_${target}`, { target }]));
const state = ([code, targets]) => [code, ends.has(code) ? { type: "final" } : { on: moves(targets) }];
const machine = createMachine({ initial, states: Object.fromEntries(Object.entries(allowed).map(state)) });
const begins = new Map(Object.keys(allowed).map((value) => [value, machine.resolveState({ value })]));

function holds(history) {
  let was = begins.get(history[0]);
  for (const code of history.slice(1)) {
    const next = getNextSnapshot(machine, was, { type: `go_${code}` });
    if (next === was) return false; // an event nothing waits for changes nothing
    was = next;
  }
  return true;
}

console.log(JSON.stringify(`XState ${about.version}, node ${process.versions.node}`));
for await (const _ of lines) console.log(histories.filter((history) => !holds(history)).length);
