// What a script finds around itself in classic Outlook on Windows, and nothing else: the language, console, timers, fetch,
// atob and TextDecoder, an Office, and, where Outlook is new enough, a window that is no page's. The clock stands still until
// it is told otherwise. See classic.py for where this is known from.
(text, listen) => {
  const setup = JSON.parse(text);
  const here = this;
  const post = (message) => listen(JSON.stringify(message));

  const SINCE_2016 = [
    [Object, ["values", "entries", "getOwnPropertyDescriptors", "fromEntries", "groupBy", "hasOwn"]],
    [String.prototype, ["padStart", "padEnd", "trimStart", "trimEnd", "matchAll", "replaceAll", "at", "isWellFormed", "toWellFormed"]],
    [Array.prototype, ["flat", "flatMap", "at", "findLast", "findLastIndex", "toSorted", "toReversed", "toSpliced", "with"]],
    [Array, ["fromAsync"]],
    [Promise.prototype, ["finally"]],
    [Promise, ["allSettled", "any", "withResolvers", "try"]],
    [RegExp, ["escape"]],
    [here, ["globalThis", "BigInt", "BigInt64Array", "BigUint64Array", "WeakRef", "FinalizationRegistry", "Atomics", "SharedArrayBuffer", "AggregateError", "Iterator", "WebAssembly"]],
  ];
  for (const [owner, names] of SINCE_2016) for (const name of names) delete owner[name];

  let now = 0;
  let timers = [];
  here.setTimeout = (call, wait) => timers.push({ call, at: now + (wait || 0) });
  here.clearTimeout = (number) => { if (timers[number - 1]) timers[number - 1].at = Infinity; };
  const pass = (milliseconds) => {
    now += milliseconds;
    const due = timers.filter((one) => one.at <= now);
    for (const one of due) one.at = Infinity;
    for (const one of due) one.call();
  };

  here.console = {};
  for (const level of ["log", "info", "warn", "error", "debug"]) here.console[level] = () => {};

  const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  here.atob = (written) => {
    const bits = written.replace(/=+$/, "").split("").map((one) => (64 + ALPHABET.indexOf(one)).toString(2).slice(1)).join("");
    return bits.match(/.{8}/g).map((one) => String.fromCharCode(parseInt(one, 2))).join("");
  };
  here.TextDecoder = class {
    decode(bytes) {
      return decodeURIComponent(Array.from(bytes).map((one) => `%${(256 + one).toString(16).slice(1)}`).join(""));
    }
  };

  const fetching = [];
  here.fetch = (address, options) =>
    new Promise((resolve, reject) => {
      if (!/^https:/.test(address)) return reject(new TypeError("Network request failed"));
      fetching.push({ resolve, reject });
      post({ fetch: { id: fetching.length - 1, address, options } });
    });
  const deliver = (id, status, body) => {
    if (!status) return fetching[id].reject(new TypeError("Network request failed"));
    fetching[id].resolve({ status, ok: status < 300, text: () => Promise.resolve(body), json: () => Promise.resolve(body).then(JSON.parse) });
  };

  const handlers = {};
  const bar = {};
  const answered = (then, value) => then && Promise.resolve({ status: "succeeded", value }).then(then);
  const refused = (then, code) => then && Promise.resolve({ status: "failed", error: { code } }).then(then);
  const line = (key, told) => (bar[key] = JSON.parse(JSON.stringify(told)));
  const notificationMessages = {
    addAsync: (key, told, then) => (key in bar ? refused(then, 9023) : answered(then, line(key, told))),
    replaceAsync: (key, told, then) => (key in bar ? answered(then, line(key, told)) : refused(then, 9024)),
    removeAsync: (key, then) => (delete bar[key] && answered(then)),
  };
  const item = { itemType: "appointment", notificationMessages };
  for (const [name, value] of Object.keys(setup.item).map((one) => [one, setup.item[one]])) {
    const told = name === "start" || name === "end" ? new Date(value) : value;
    item[name] = { getAsync: (then) => (setup.silent.indexOf(name) < 0 ? answered(then, told) : undefined) };
  }

  const isSetSupported = (name, version) => name in setup.sets && parseFloat(setup.sets[name]) >= parseFloat(version);
  here.Office = {
    onReady: () => Promise.resolve({ host: "Outlook", platform: "PC" }),
    actions: { associate: (name, does) => { handlers[name] = does; } },
    context: {
      displayLanguage: setup.language,
      requirements: { isSetSupported },
      mailbox: { item, userProfile: { displayName: setup.owner.name, emailAddress: setup.owner.address } },
    },
  };

  const listening = [];
  const bridge = {
    addEventListener: (kind, listener) => kind === "message" && listening.push(listener),
    removeEventListener: () => {},
    postMessage: (request) => post({ nested: JSON.parse(request) }),
  };
  if ("NestedAppAuth" in setup.sets) {
    here.window = setup.window === "own" ? { console: here.console } : here;
    here.window.__initializeNestedAppAuth = () => Promise.resolve().then(() => {
      here.window.nestedAppAuthBridge = bridge;
      if (setup.random) here.window.crypto = { getRandomValues: (array) => array.fill(setup.random++) };
    });
  }

  const launch = (name) => handlers[name]({ source: { id: name }, completed: () => post({ completed: { name, bar } }) });
  return { launch, pass, deliver, answer: (data) => listening.forEach((listener) => listener({ data })) };
};
