// What office.js wants of MicrosoftAjax.js before it starts, and uses afterwards: some names, errors that are told by
// name, and a serializer. Outlook's own page has the whole of it; arguments are not judged here.
(() => {
  const names = (path) => path.split(".").reduce((at, name) => (at[name] ??= {}), window);
  const told = ["argument", "argumentNull", "argumentOutOfRange", "argumentType", "invalidOperation", "notImplemented",
                "parameterCount"];

  window.Type = Object.assign(Function, { registerNamespace: names });
  Function.prototype.registerClass = Function.registerClass = function () { return this; };
  Function._validateParams = Function._validateParameter = () => null;
  Function.createDelegate = (self, method) => (...given) => method.apply(self, given);

  Error.create = (message, more) => Object.assign(new Error(message), more);
  for (const kind of told) Error[kind] = (...given) => Error.create([kind, ...given].join(": "), { name: `Sys.${kind}` });
  String.format = (pattern, ...given) => pattern.replace(/\{(\d+)\}/g, (_, at) => given[at]);

  names("Sys.Serialization");
  Sys.StringBuilder = class {
    #pieces = [];
    append(piece) { this.#pieces.push(piece); return this; }
    toString() { return this.#pieces.join(""); }
  };
  Sys.Serialization.JavaScriptSerializer = { serialize: JSON.stringify, deserialize: JSON.parse };
  Sys.Debug = { trace() {} };
})();
