/* What msal-browser takes for granted and ECMAScript 2016 does not have. Before it, for it keeps some of them at once. */
(() => {
  const every = (make) => (value) => Object.keys(value).map((name) => make(name, value[name]));
  const add = (owner, name, value) => owner[name] || Object.defineProperty(owner, name, { value, writable: true, configurable: true });

  add(Object, "values", every((name, value) => value));
  add(Object, "entries", every((name, value) => [name, value]));
  add(Object, "getOwnPropertyDescriptors", (value) =>
    Reflect.ownKeys(value).reduce((all, name) => Object.assign(all, { [name]: Object.getOwnPropertyDescriptor(value, name) }), {}));
  add(Array.prototype, "flatMap", function (make) {
    return [].concat(...this.map((one) => make(one)));
  });
})();
