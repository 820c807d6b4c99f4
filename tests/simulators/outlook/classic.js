// Node's part in playing classic Outlook: it keeps the runtime of classic_runtime.js in a context of its own, carries what is
// asked there to classic.py and what it answers back, one JSON a line, and fetches over real HTTPS.
const { createInterface } = require("node:readline");
const { readFileSync } = require("node:fs");
const vm = require("node:vm");

const [, , runtimeFile] = process.argv;
const context = vm.createContext(Object.create(null));
const post = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
const trouble = (error) => post({ trouble: String((error && error.stack) || error) });
process.on("uncaughtException", trouble);
process.on("unhandledRejection", trouble);

const get = async ({ id, address, options }) => {
  try {
    const answer = await fetch(address, options);
    runtime.deliver(id, answer.status, await answer.text());
  } catch {
    runtime.deliver(id, 0, "");
  }
};

let runtime;
const listen = (text) => {
  const message = JSON.parse(text);
  if (message.fetch) get(message.fetch);
  post(message);
};

const obey = {
  begin: (setup) => {
    const make = vm.runInContext(readFileSync(runtimeFile, "utf8"), context, { filename: runtimeFile });
    runtime = make(JSON.stringify(setup), listen);
  },
  load: (script) => vm.runInContext(script, context, { filename: "events.js" }),
  evaluate: (expression) => post({ value: vm.runInContext(expression, context) ?? null }),
  launch: (name) => runtime.launch(name),
  answer: (message) => runtime.answer(JSON.stringify(message)),
  pass: (milliseconds) => runtime.pass(milliseconds),
  end: () => setImmediate(() => post({ ended: true })),
};

createInterface({ input: process.stdin }).on("line", (line) => {
  const [[verb, given]] = Object.entries(JSON.parse(line));
  try {
    obey[verb](given);
  } catch (error) {
    trouble(error);
  }
});
